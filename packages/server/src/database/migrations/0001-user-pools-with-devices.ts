import { type Kysely, sql } from 'kysely'

/** Everything that a pool, its users and their devices need. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('settings')
    .addColumn('name', 'text', (c) => c.primaryKey().notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('access_keys')
    .addColumn('access_key_id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('sealed_secret', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('pools')
    .addColumn('pool_id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('settings', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('modified_at', 'bigint', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('signing_keys')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('use', 'text', (c) => c.notNull())
    .addColumn('kid', 'text', (c) => c.notNull())
    .addColumn('sealed_private_key', 'text', (c) => c.notNull())
    .addColumn('public_jwk', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('signing_keys_pk', ['pool_id', 'use'])
    .addForeignKeyConstraint('signing_keys_pool', ['pool_id'], 'pools', ['pool_id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()

  await db.schema
    .createTable('clients')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('client_id', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('settings', 'text', (c) => c.notNull())
    .addColumn('sealed_secret', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('modified_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('clients_pk', ['pool_id', 'client_id'])
    .addForeignKeyConstraint('clients_pool', ['pool_id'], 'pools', ['pool_id'], (c) => c.onDelete('cascade'))
    .execute()
  // A public request names its client and nothing else.
  await db.schema.createIndex('clients_by_id').on('clients').column('client_id').unique().execute()

  await db.schema
    .createTable('users')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('username', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('enabled', 'integer', (c) => c.notNull())
    .addColumn('attributes', 'text', (c) => c.notNull())
    .addColumn('srp_salt', 'text')
    .addColumn('sealed_srp_verifier', 'text')
    .addColumn('password_expires_at', 'bigint')
    .addColumn('totp_enabled', 'integer', (c) => c.notNull())
    .addColumn('totp_preferred', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('modified_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('users_pk', ['pool_id', 'user_id'])
    .addForeignKeyConstraint('users_pool', ['pool_id'], 'pools', ['pool_id'], (c) => c.onDelete('cascade'))
    .execute()

  // The one table whose key begins with a name: it is how a name becomes a user.
  await db.schema
    .createTable('user_names')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('user_names_pk', ['pool_id', 'name'])
    .addForeignKeyConstraint(
      'user_names_user',
      ['pool_id', 'user_id'],
      'users',
      ['pool_id', 'user_id'],
      (c) => c.onDelete('cascade'),
    )
    .execute()
  await db.schema.createIndex('user_names_by_user').on('user_names').columns(['pool_id', 'user_id']).execute()

  // No foreign key: names that belong to nobody are locked out just the same.
  await db.schema
    .createTable('attempts')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('failures', 'integer', (c) => c.notNull())
    .addColumn('locked_until', 'bigint', (c) => c.notNull())
    .addColumn('last_failed_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('attempts_pk', ['pool_id', 'user_id'])
    .execute()
  await db.schema.createIndex('attempts_by_time').on('attempts').column('last_failed_at').execute()

  await createUserTables(db)
}

async function createUserTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('codes')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('code_hash', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('failures', 'integer', (c) => c.notNull())
    .addColumn('sent', 'integer', (c) => c.notNull())
    .addColumn('first_sent_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('codes_pk', ['pool_id', 'user_id', 'purpose'])
    .addForeignKeyConstraint('codes_user', ['pool_id', 'user_id'], 'users', ['pool_id', 'user_id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()

  await db.schema
    .createTable('messages')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('message_id', 'text', (c) => c.notNull())
    .addColumn('medium', 'text', (c) => c.notNull())
    .addColumn('sealed_content', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('messages_pk', ['pool_id', 'user_id', 'message_id'])
    .addForeignKeyConstraint('messages_user', ['pool_id', 'user_id'], 'users', ['pool_id', 'user_id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()

  await db.schema
    .createTable('software_tokens')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('sealed_secret', 'text', (c) => c.notNull())
    .addColumn('friendly_name', 'text')
    .addColumn('verified', 'integer', (c) => c.notNull())
    .addColumn('last_step', 'bigint', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('software_tokens_pk', ['pool_id', 'user_id', 'verified'])
    .addForeignKeyConstraint(
      'software_tokens_user',
      ['pool_id', 'user_id'],
      'users',
      ['pool_id', 'user_id'],
      (c) => c.onDelete('cascade'),
    )
    .execute()

  await db.schema
    .createTable('devices')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('device_key', 'text', (c) => c.notNull())
    .addColumn('device_group_key', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('name', 'text')
    .addColumn('srp_salt', 'text')
    .addColumn('sealed_srp_verifier', 'text')
    .addColumn('user_agent', 'text')
    .addColumn('last_ip_used', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('modified_at', 'bigint', (c) => c.notNull())
    .addColumn('last_authenticated_at', 'bigint', (c) => c.notNull())
    .addColumn('forgotten_at', 'bigint')
    .addPrimaryKeyConstraint('devices_pk', ['pool_id', 'user_id', 'device_key'])
    .addForeignKeyConstraint('devices_user', ['pool_id', 'user_id'], 'users', ['pool_id', 'user_id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()

  // Keys that were issued and never confirmed are found by their age, to be removed.
  await sql`create index devices_issued on devices (created_at) where state = 'issued'`.execute(db)

  await db.schema
    .createTable('sessions')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('session_id', 'text', (c) => c.notNull())
    .addColumn('origin_jti', 'text')
    .addColumn('client_id', 'text', (c) => c.notNull())
    .addColumn('device_key', 'text')
    .addColumn('authenticated_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('refresh_ended_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .addPrimaryKeyConstraint('sessions_pk', ['pool_id', 'user_id', 'session_id'])
    .addForeignKeyConstraint('sessions_user', ['pool_id', 'user_id'], 'users', ['pool_id', 'user_id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()
  await db.schema.createIndex('sessions_by_expiry').on('sessions').column('expires_at').execute()

  await db.schema
    .createTable('refresh_tokens')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('token_id', 'text', (c) => c.notNull())
    .addColumn('session_id', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('superseded_at', 'bigint')
    .addPrimaryKeyConstraint('refresh_tokens_pk', ['pool_id', 'user_id', 'token_id'])
    .addForeignKeyConstraint(
      'refresh_tokens_session',
      ['pool_id', 'user_id', 'session_id'],
      'sessions',
      ['pool_id', 'user_id', 'session_id'],
      (c) => c.onDelete('cascade'),
    )
    .execute()
  await db.schema
    .createIndex('refresh_tokens_by_session')
    .on('refresh_tokens')
    .columns(['pool_id', 'user_id', 'session_id'])
    .execute()
}
