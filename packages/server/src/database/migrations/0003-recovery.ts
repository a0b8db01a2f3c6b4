import type { Kysely } from 'kysely'

/** What the recovery of accounts and the verification of addresses need. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // The columns of `codes`. No foreign key: names that belong to nobody get codes just the same.
  await db.schema
    .createTable('simulated_codes')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('code_hash', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('failures', 'integer', (c) => c.notNull())
    .addColumn('sent', 'integer', (c) => c.notNull())
    .addColumn('first_sent_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('simulated_codes_pk', ['pool_id', 'user_id', 'purpose'])
    .execute()
  await db.schema
    .createIndex('simulated_codes_by_expiry')
    .on('simulated_codes')
    .column('expires_at')
    .execute()

  await db.schema
    .createTable('waiting_addresses')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('attribute', 'text', (c) => c.notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('waiting_addresses_pk', ['pool_id', 'user_id', 'attribute'])
    .addForeignKeyConstraint(
      'waiting_addresses_user',
      ['pool_id', 'user_id'],
      'users',
      ['pool_id', 'user_id'],
      (c) => c.onDelete('cascade'),
    )
    .execute()

  await db.schema
    .createTable('former_passwords')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('srp_salt', 'text', (c) => c.notNull())
    .addColumn('sealed_srp_verifier', 'text', (c) => c.notNull())
    .addColumn('replaced_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('former_passwords_pk', ['pool_id', 'user_id', 'srp_salt'])
    .addForeignKeyConstraint(
      'former_passwords_user',
      ['pool_id', 'user_id'],
      'users',
      ['pool_id', 'user_id'],
      (c) => c.onDelete('cascade'),
    )
    .execute()
}
