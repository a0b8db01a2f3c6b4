import type { Kysely } from 'kysely'

/** In which session a user demanded a new password: that one may still set it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('users').addColumn('reset_by_session', 'text').execute()
}
