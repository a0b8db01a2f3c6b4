import { type Kysely, sql } from 'kysely'

/** What becomes of a message. Those that were written before anything sent them are only kept. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const add = (name: string) => db.schema.alterTable('messages').addColumn(name, 'bigint').execute()

  await db.schema
    .alterTable('messages')
    .addColumn('state', 'text', (c) => c.notNull().defaultTo('kept'))
    .execute()
  await db.schema
    .alterTable('messages')
    .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  await db.schema
    .alterTable('messages')
    .addColumn('next_attempt_at', 'bigint', (c) => c.notNull().defaultTo(0))
    .execute()
  await add('expires_at')
  await add('finished_at')
  await db.schema.alterTable('messages').addColumn('occasion', 'text').execute()
  await db.schema.alterTable('messages').addColumn('last_error', 'text').execute()

  // Whoever sends looks for the next one that is due.
  await sql`create index messages_waiting on messages (medium, next_attempt_at) where state = 'waiting'`.execute(
    db,
  )
  await db.schema.createIndex('messages_by_time').on('messages').column('created_at').execute()
}
