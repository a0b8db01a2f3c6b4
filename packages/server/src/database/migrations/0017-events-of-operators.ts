import { type Kysely, sql } from 'kysely'

/** What an operator did, among the events of a pool. Those of users, which are nearly all, take no room in it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index events_of_operators on events (pool_id, operator, event_id) where operator is not null`.execute(
    db,
  )
}
