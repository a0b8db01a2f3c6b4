import { prepared } from '../database/prepared.js'
import type { Database } from '../database/schema.js'
import { type Attempts, afterFailure, isLocked, quietSince } from './user.js'

export type AttemptStore = ReturnType<typeof attemptStore>

type Owner = { poolId: string; userId: string }

const selectAttempts = prepared<Owner>()((db, slot) =>
  db
    .selectFrom('attempts')
    .select(['failures', 'locked_until', 'last_failed_at'])
    .where('pool_id', '=', slot('poolId'))
    .where('user_id', '=', slot('userId')),
)

/** Wrong guesses, counted for users and for names that belong to nobody alike. */
export function attemptStore(db: Database) {
  async function find({ poolId, userId }: Owner): Promise<Attempts | undefined> {
    const [row] = (await selectAttempts(db, { poolId, userId })).rows
    return (
      row && {
        failures: row.failures,
        lockedUntil: new Date(row.locked_until),
        lastFailedAt: new Date(row.last_failed_at),
      }
    )
  }

  return {
    find,

    /**
     * Counts one wrong guess. Undefined: guesses made while locked do not count. Of two at once both do: a change is
     * written only onto the count that it was computed from.
     */
    async failed(owner: Owner, now: Date): Promise<Attempts | undefined> {
      for (;;) {
        const before = await find(owner)
        if (isLocked(before, now)) return undefined
        const after = afterFailure(before, now)
        if (await this.replace(owner, before, after)) return after
      }
    },

    /** False when another guess was counted meanwhile. */
    async replace(owner: Owner, before: Attempts | undefined, after: Attempts): Promise<boolean> {
      const values = {
        failures: after.failures,
        locked_until: after.lockedUntil.getTime(),
        last_failed_at: after.lastFailedAt.getTime(),
      }
      if (!before) {
        const { numInsertedOrUpdatedRows } = await db
          .insertInto('attempts')
          .values({ pool_id: owner.poolId, user_id: owner.userId, ...values })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
        return (numInsertedOrUpdatedRows ?? 0n) > 0n
      }
      const { numUpdatedRows } = await db
        .updateTable('attempts')
        .set(values)
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .where('failures', '=', before.failures)
        .where('last_failed_at', '=', before.lastFailedAt.getTime())
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    async reset({ poolId, userId }: Owner): Promise<void> {
      await db.deleteFrom('attempts').where('pool_id', '=', poolId).where('user_id', '=', userId).execute()
    },

    /** Names that nobody has must not fill the table. */
    async prune(now: Date): Promise<void> {
      await db.deleteFrom('attempts').where('last_failed_at', '<', quietSince(now).getTime()).execute()
    },
  }
}
