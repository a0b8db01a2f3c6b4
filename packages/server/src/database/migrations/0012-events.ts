import { type Kysely, sql } from 'kysely'

/** What happened, and what lists of devices are searched by. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('events')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('event_id', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('device_key', 'text')
    .addColumn('client_id', 'text')
    .addColumn('session_id', 'text')
    .addColumn('address', 'text')
    .addColumn('user_agent', 'text')
    .addColumn('operator', 'text')
    .addColumn('operation', 'text')
    .addColumn('request_id', 'text')
    .addPrimaryKeyConstraint('events_pk', ['pool_id', 'user_id', 'event_id'])
    .addForeignKeyConstraint('events_pool', ['pool_id'], 'pools', ['pool_id'], (c) => c.onDelete('cascade'))
    .execute()
  // The feed of a pool in the order of time, and what a day of it came to.
  await db.schema
    .createIndex('events_of_pool')
    .on('events')
    .columns(['pool_id', 'event_id', 'kind', 'outcome'])
    .execute()

  await db.schema
    .createTable('activity_days')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('day', 'bigint', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('events', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('activity_days_pk', ['pool_id', 'day', 'kind', 'outcome'])
    .addForeignKeyConstraint('activity_days_pool', ['pool_id'], 'pools', ['pool_id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()

  await db.schema
    .createTable('operator_links')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('link_hash', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('operator_links_pk', ['pool_id', 'user_id', 'link_hash'])
    .addForeignKeyConstraint(
      'operator_links_user',
      ['pool_id', 'user_id'],
      'users',
      ['pool_id', 'user_id'],
      (c) => c.onDelete('cascade'),
    )
    .execute()

  for (const column of ['platform', 'last_mfa', 'last_mfa_reason'])
    await db.schema.alterTable('devices').addColumn(column, 'text').execute()
  await db.schema.alterTable('sessions').addColumn('last_address', 'text').execute()
  await sql`create index devices_of_pool on devices (pool_id, last_authenticated_at, user_id, device_key)`.execute(
    db,
  )
  await sql`create index devices_by_state on devices (pool_id, state, last_authenticated_at, user_id, device_key)`.execute(
    db,
  )
}
