import type { Database } from '../database/schema.js'
import type { Keyring } from '../keys/keyring.js'
import type { CustomSignIn } from './custom-sign-in.js'

export type CustomSignInStore = ReturnType<typeof customSignInStore>

/** One open question of a custom sign-in. The user may be nobody. */
type Key = { poolId: string; userId: string; signInId: string; round: number }

const context = ({ poolId, signInId, round }: Key) => `custom sign-in ${poolId} ${signInId} ${round}`

export function customSignInStore(db: Database, keyring: Keyring) {
  return {
    async keep(key: Key, state: CustomSignIn, expiresAt: Date): Promise<void> {
      await db
        .insertInto('custom_sign_ins')
        .values({
          pool_id: key.poolId,
          user_id: key.userId,
          sign_in_id: key.signInId,
          round: key.round,
          sealed_state: keyring.seal(context(key), JSON.stringify(state)),
          expires_at: expiresAt.getTime(),
        })
        .execute()
    },

    /** Takes it away, so that of two answers to one question one is heard. Undefined when it was answered before. */
    async take(key: Key): Promise<CustomSignIn | undefined> {
      const row = await db
        .deleteFrom('custom_sign_ins')
        .where('pool_id', '=', key.poolId)
        .where('user_id', '=', key.userId)
        .where('sign_in_id', '=', key.signInId)
        .where('round', '=', key.round)
        .returning('sealed_state')
        .executeTakeFirst()
      const state = row && keyring.open(context(key), row.sealed_state)
      return state && JSON.parse(state.toString())
    },

    /** Removes questions that nobody answered in time. */
    async prune(before: Date): Promise<void> {
      await db.deleteFrom('custom_sign_ins').where('expires_at', '<', before.getTime()).execute()
    },
  }
}
