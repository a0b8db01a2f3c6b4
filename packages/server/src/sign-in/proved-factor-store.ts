import type { Database } from '../database/schema.js'

export type ProvedFactorStore = ReturnType<typeof provedFactorStore>

type Key = { poolId: string; userId: string; signInId: string }

/**
 * Sign-ins whose second factor was proved and whose device is asked for its proof. The Session says the same;
 * amazon-cognito-identity-js, though, goes on with the Session of the code (CognitoUser.js, sendMFACode).
 */
export function provedFactorStore(db: Database) {
  return {
    async note({ poolId, userId, signInId }: Key, expiresAt: Date): Promise<void> {
      const expires_at = expiresAt.getTime()
      await db
        .insertInto('proved_second_factors')
        .values({ pool_id: poolId, user_id: userId, sign_in_id: signInId, expires_at })
        .onConflict((conflict) =>
          conflict.columns(['pool_id', 'user_id', 'sign_in_id']).doUpdateSet({ expires_at }),
        )
        .execute()
    },

    async isNoted({ poolId, userId, signInId }: Key, now: Date): Promise<boolean> {
      const row = await db
        .selectFrom('proved_second_factors')
        .select('sign_in_id')
        .where('pool_id', '=', poolId)
        .where('user_id', '=', userId)
        .where('sign_in_id', '=', signInId)
        .where('expires_at', '>', now.getTime())
        .executeTakeFirst()
      return row !== undefined
    },

    /** Those that are over. */
    async prune(now: Date): Promise<void> {
      await db.deleteFrom('proved_second_factors').where('expires_at', '<=', now.getTime()).execute()
    },
  }
}
