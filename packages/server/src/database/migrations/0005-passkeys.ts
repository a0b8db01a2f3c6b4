import type { Kysely } from 'kysely'

/** Passkeys, and the registrations of passkeys that are under way. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('passkeys')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('credential_id', 'text', (c) => c.notNull())
    .addColumn('public_key', 'text', (c) => c.notNull())
    .addColumn('counter', 'bigint', (c) => c.notNull())
    .addColumn('relying_party_id', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('transports', 'text', (c) => c.notNull())
    .addColumn('attachment', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('passkeys_pk', ['pool_id', 'user_id', 'credential_id'])
    .addForeignKeyConstraint('passkeys_user', ['pool_id', 'user_id'], 'users', ['pool_id', 'user_id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()
  // Two users must not register one credential (W3C Web Authentication Level 3, 7.1 step 26).
  await db.schema
    .createIndex('passkeys_by_credential')
    .on('passkeys')
    .columns(['pool_id', 'credential_id'])
    .unique()
    .execute()

  await db.schema
    .createTable('passkey_registrations')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('challenge', 'text', (c) => c.notNull())
    .addColumn('client_id', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('passkey_registrations_pk', ['pool_id', 'user_id'])
    .addForeignKeyConstraint(
      'passkey_registrations_user',
      ['pool_id', 'user_id'],
      'users',
      ['pool_id', 'user_id'],
      (c) => c.onDelete('cascade'),
    )
    .execute()
  await db.schema
    .createIndex('passkey_registrations_by_expiry')
    .on('passkey_registrations')
    .column('expires_at')
    .execute()
}
