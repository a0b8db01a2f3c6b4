import { type Kysely, sql } from 'kysely'

/** Codes that are sent in the middle of a sign-in, and which second factors a user wants. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sign_in_codes')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('sign_in_id', 'text', (c) => c.notNull())
    .addColumn('code_hash', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('guesses', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('sign_in_codes_pk', ['pool_id', 'user_id', 'sign_in_id'])
    .addForeignKeyConstraint(
      'sign_in_codes_user',
      ['pool_id', 'user_id'],
      'users',
      ['pool_id', 'user_id'],
      (c) => c.onDelete('cascade'),
    )
    .execute()
  await db.schema.createIndex('sign_in_codes_by_expiry').on('sign_in_codes').column('expires_at').execute()

  await db.schema
    .createTable('sign_in_code_counts')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('factor', 'text', (c) => c.notNull())
    .addColumn('sent', 'integer', (c) => c.notNull())
    .addColumn('first_sent_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('sign_in_code_counts_pk', ['pool_id', 'user_id', 'factor'])
    .addForeignKeyConstraint(
      'sign_in_code_counts_user',
      ['pool_id', 'user_id'],
      'users',
      ['pool_id', 'user_id'],
      (c) => c.onDelete('cascade'),
    )
    .execute()

  await db.schema
    .alterTable('users')
    .addColumn('sms_enabled', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  await db.schema
    .alterTable('users')
    .addColumn('email_enabled', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  // One column for all kinds: two of them cannot both be preferred.
  await db.schema.alterTable('users').addColumn('preferred_factor', 'text').execute()
  await sql`update users set preferred_factor = 'software token' where totp_preferred = 1`.execute(db)
  await db.schema.alterTable('users').dropColumn('totp_preferred').execute()
}
