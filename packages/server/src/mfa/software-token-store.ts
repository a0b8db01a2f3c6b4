import type { Database } from '../database/schema.js'
import type { Keyring } from '../keys/keyring.js'
import { MOST_SKEW_MILLISECONDS } from '../keys/skew.js'

export type SoftwareTokenStore = ReturnType<typeof softwareTokenStore>

type Owner = { poolId: string; userId: string }

export type SoftwareToken = { secret: string; friendlyName: string | undefined }

/** A step that was spent further ahead was spent by a clock that was put back since: codes pass again. */
const MOST_STEPS_AHEAD = MOST_SKEW_MILLISECONDS / 30_000

const context = ({ poolId, userId }: Owner) => `software token ${poolId} ${userId}`

export { context as softwareTokenContext }

/**
 * The TOTP secrets: one that is in use, and perhaps one that waits for its first code. A new one takes the
 * place of the old only once a code of it was seen, so that nobody is locked out by an interrupted set-up.
 */
export function softwareTokenStore(db: Database, keyring: Keyring) {
  async function find(owner: Owner, verified: boolean): Promise<SoftwareToken | undefined> {
    const row = await db
      .selectFrom('software_tokens')
      .select(['sealed_secret', 'friendly_name'])
      .where('pool_id', '=', owner.poolId)
      .where('user_id', '=', owner.userId)
      .where('verified', '=', verified ? 1 : 0)
      .executeTakeFirst()
    if (!row) return undefined
    const secret = keyring.open(context(owner), row.sealed_secret)
    if (!secret) throw new Error('A software token does not open with this master key.')
    return { secret: secret.toString(), friendlyName: row.friendly_name ?? undefined }
  }

  return {
    find: (owner: Owner) => find(owner, true),
    findPending: (owner: Owner) => find(owner, false),

    /** Keeps a new secret until a code of it is shown; one that waited before is dropped. */
    async associate(owner: Owner, secret: string, now: Date): Promise<void> {
      const values = {
        sealed_secret: keyring.seal(context(owner), secret),
        friendly_name: null,
        last_step: 0,
        created_at: now.getTime(),
      }
      await db
        .insertInto('software_tokens')
        .values({ pool_id: owner.poolId, user_id: owner.userId, verified: 0, ...values })
        .onConflict((conflict) => conflict.columns(['pool_id', 'user_id', 'verified']).doUpdateSet(values))
        .execute()
    },

    /** Puts the waiting secret in the place of the one in use. Run it in a transaction. False when none waits. */
    async activate(owner: Owner, friendlyName: string | undefined, step: number): Promise<boolean> {
      const waiting = await db
        .selectFrom('software_tokens')
        .select('sealed_secret')
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .where('verified', '=', 0)
        .executeTakeFirst()
      if (!waiting) return false
      await db
        .deleteFrom('software_tokens')
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .where('verified', '=', 1)
        .execute()
      const { numUpdatedRows } = await db
        .updateTable('software_tokens')
        .set({ verified: 1, friendly_name: friendlyName ?? null, last_step: step })
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .where('verified', '=', 0)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** With one that waits for its first code. False when there was none. */
    async remove({ poolId, userId }: Owner): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('software_tokens')
        .where('pool_id', '=', poolId)
        .where('user_id', '=', userId)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },

    /** Spends a time step. False when it, or a later one, was spent before: a code passes once. */
    async spend(owner: Owner, step: number): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('software_tokens')
        .set({ last_step: step })
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .where('verified', '=', 1)
        .where((where) =>
          where.or([where('last_step', '<', step), where('last_step', '>', step + MOST_STEPS_AHEAD)]),
        )
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
  }
}
