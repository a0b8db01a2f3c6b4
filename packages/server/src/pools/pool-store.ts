import { isPostgres } from '../database/dialect.js'
import { remembered } from '../database/remembered.js'
import type { Database, Tables } from '../database/schema.js'
import { type AttributeRule, type Pool, type PoolDraft, type PoolSettings, poolDefaults } from './pool.js'

export type PoolStore = ReturnType<typeof poolStore>

type Row = Tables['pools']

/** Every request reads its pool. */
export const poolOf = remembered(
  (row: Row) => row.pool_id,
  (row): Pool => {
    const settings: PoolSettings = JSON.parse(row.settings)
    return {
      ...poolDefaults,
      ...settings,
      name: row.name,
      poolId: row.pool_id,
      createdAt: new Date(row.created_at),
      modifiedAt: new Date(row.modified_at),
    }
  },
)

/** How many are removed by one statement. */
const USERS_AT_ONCE = 1000

/** Pools with fewer users are counted. */
const COUNTED = 10_000

/** The random digits in front of a user's id, a version 4 UUID (RFC 9562, 5.4), as a share of all that there are. */
const shareOf = (userId: string) => Number.parseInt(userId.replace('-', '').slice(0, 12), 16) / 16 ** 12

export function poolStore(db: Database) {
  /**
   * Some at a time: with each goes all that is theirs, and a statement that gets no answer for 15 seconds is given up
   * (postgres-pool.ts), so that a large pool could never be deleted.
   */
  async function removeUsers(poolId: string): Promise<void> {
    for (;;) {
      const { numDeletedRows } = await db
        .deleteFrom('users')
        .where('pool_id', '=', poolId)
        .where('user_id', 'in', (some) =>
          some.selectFrom('users').select('user_id').where('pool_id', '=', poolId).limit(USERS_AT_ONCE),
        )
        .executeTakeFirst()
      if (numDeletedRows < USERS_AT_ONCE) return
    }
  }

  return {
    /** False when the id is taken. */
    async insert(poolId: string, settings: PoolSettings, now: Date): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('pools')
        .values({
          pool_id: poolId,
          name: settings.name,
          settings: JSON.stringify(settings),
          created_at: now.getTime(),
          modified_at: now.getTime(),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return (numInsertedOrUpdatedRows ?? 0n) > 0n
    },

    /**
     * Until the end of the transaction, no other transaction holds this pool: for what counts or looks before it writes.
     * Users may sign up and in meanwhile. SQLite has one writer at a time anyway.
     */
    async hold(poolId: string): Promise<void> {
      if (!isPostgres(db)) return
      await db.selectFrom('pools').select('pool_id').where('pool_id', '=', poolId).forNoKeyUpdate().execute()
    },

    async find(poolId: string): Promise<Pool | undefined> {
      const row = await db.selectFrom('pools').selectAll().where('pool_id', '=', poolId).executeTakeFirst()
      return row && poolOf(row)
    },

    /** @param only the ids of those that may be seen; undefined: all. */
    async page(after: string, limit: number, only?: readonly string[]): Promise<Pool[]> {
      const rows = await db
        .selectFrom('pools')
        .selectAll()
        .where('pool_id', '>', after)
        .$if(only !== undefined, (query) => query.where('pool_id', 'in', only ?? []))
        .orderBy('pool_id')
        .limit(limit)
        .execute()
      return rows.map((row) => poolOf(row))
    },

    /** False when the pool changed since it was read: nothing is written then. */
    async change(
      pool: Pool,
      draft: Partial<PoolDraft> & { schema?: AttributeRule[] },
      now: Date,
    ): Promise<boolean> {
      const { poolId, createdAt: _created, modifiedAt, ...settings } = pool
      const next: PoolSettings = { ...settings, ...draft }
      // A change must show in modified_at even within the same millisecond: it is what the condition reads.
      const modified_at = Math.max(now.getTime(), modifiedAt.getTime() + 1)
      const { numUpdatedRows } = await db
        .updateTable('pools')
        .set({ name: next.name, settings: JSON.stringify(next), modified_at })
        .where('pool_id', '=', poolId)
        .where('modified_at', '=', modifiedAt.getTime())
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** With everything in it: the tables cascade, but for what is also counted of names that are nobody's. */
    async remove(poolId: string): Promise<void> {
      await db.deleteFrom('attempts').where('pool_id', '=', poolId).execute()
      await db.deleteFrom('simulated_codes').where('pool_id', '=', poolId).execute()
      await removeUsers(poolId)
      await db.deleteFrom('pools').where('pool_id', '=', poolId).execute()
    },

    /**
     * How many users there are: exactly up to 10,000, and beyond them within a few per cent, by how many are among the
     * least ids. Those are random, so that the 10,000th is the nearer to zero the more there are (Bar-Yossef et al.,
     * "Counting Distinct Elements in a Data Stream", 2002). To count a million takes as long as fifty sign-ins.
     */
    async estimateUsers(poolId: string): Promise<number> {
      const far = await db
        .selectFrom('users')
        .select('user_id')
        .where('pool_id', '=', poolId)
        .orderBy('user_id')
        .offset(COUNTED - 1)
        .limit(1)
        .executeTakeFirst()
      const estimate = far && Math.round((COUNTED - 1) / shareOf(far.user_id))
      return Number.isSafeInteger(estimate) ? Math.max(Number(estimate), COUNTED) : this.countUsers(poolId)
    },

    async countUsers(poolId: string): Promise<number> {
      const { users } = await db
        .selectFrom('users')
        .select((q) => q.fn.countAll<number>().as('users'))
        .where('pool_id', '=', poolId)
        .executeTakeFirstOrThrow()
      return Number(users)
    },
  }
}
