import { sql } from 'kysely'
import type { Database } from '../database/schema.js'
import { type Keyring, sameText } from '../keys/keyring.js'
import { MOST_SKEW_MILLISECONDS } from '../keys/skew.js'

export type SignInCodeStore = ReturnType<typeof signInCodeStore>

type Owner = { poolId: string; userId: string }

/** Which factor a code proves. */
export type CodeFactor = 'first factor' | 'second factor'

/** What a code is good for: one sign-in, one factor, and the address that it was sent to. */
export type SignInCodeUse = Owner & { signInId: string; factor: CodeFactor; to: string }

export type SignInCodeVerdict = 'right' | 'wrong' | 'expired'

const MOST_GUESSES = 5
const WINDOW_MILLISECONDS = 15 * 60 * 1000

/** Anybody can ask for a code that is a first factor: they must not be able to flood somebody's phone. */
const MOST_CODES = { 'first factor': 5, 'second factor': 10 } as const satisfies Record<CodeFactor, number>

/**
 * Codes that were sent in the middle of a sign-in. Each sign-in has its own, so that two of one user do not displace
 * each other's. Only a keyed hash is kept; a code is good once, for a while, for five guesses.
 */
export function signInCodeStore(db: Database, keyring: Keyring) {
  const hashOf = ({ poolId, userId, signInId, factor, to }: SignInCodeUse, code: string) =>
    keyring.hash(`sign-in code ${poolId} ${userId} ${signInId} ${factor} ${to}`, code)

  return {
    /** Counts a code that is about to be sent. False: the user was sent too many of that kind in fifteen minutes. */
    async countSent({ poolId, userId }: Owner, factor: CodeFactor, now: Date): Promise<boolean> {
      const over = now.getTime() - WINDOW_MILLISECONDS
      const ahead = now.getTime() + MOST_SKEW_MILLISECONDS
      const begins = sql<boolean>`(sign_in_code_counts.first_sent_at <= ${over} or sign_in_code_counts.first_sent_at > ${ahead})`
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('sign_in_code_counts')
        .values({ pool_id: poolId, user_id: userId, factor, sent: 1, first_sent_at: now.getTime() })
        .onConflict((conflict) =>
          conflict
            .columns(['pool_id', 'user_id', 'factor'])
            .doUpdateSet({
              sent: sql`case when ${begins} then 1 else sign_in_code_counts.sent + 1 end`,
              first_sent_at: sql`case when ${begins} then ${now.getTime()} else sign_in_code_counts.first_sent_at end`,
            })
            .where(sql<boolean>`(${begins} or sign_in_code_counts.sent < ${MOST_CODES[factor]})`),
        )
        .executeTakeFirst()
      return (numInsertedOrUpdatedRows ?? 0n) > 0n
    },

    /** Puts a new code in the place of the one that this sign-in had. */
    async replace(use: SignInCodeUse, code: string, expiresAt: Date): Promise<void> {
      const { poolId, userId, signInId } = use
      const values = { code_hash: hashOf(use, code), expires_at: expiresAt.getTime(), guesses: 0 }
      await db
        .insertInto('sign_in_codes')
        .values({ pool_id: poolId, user_id: userId, sign_in_id: signInId, ...values })
        .onConflict((conflict) => conflict.columns(['pool_id', 'user_id', 'sign_in_id']).doUpdateSet(values))
        .execute()
    },

    /** Tries a code; a right one is spent with that. A code that was guessed at five times is over. */
    async redeem(use: SignInCodeUse, code: string, now: Date): Promise<SignInCodeVerdict> {
      const kept = await this.takeGuess(use, now)
      if (kept === undefined) return 'expired'
      if (!sameText(kept, hashOf(use, code))) return 'wrong'
      return (await this.spend(use, kept)) ? 'right' : 'expired'
    },

    /**
     * Counts a guess before it is looked at, so that many at once do not get more than five.
     * @returns the hash of the code at which the guess counts; undefined: none is left.
     */
    async takeGuess({ poolId, userId, signInId }: SignInCodeUse, now: Date): Promise<string | undefined> {
      const row = await db
        .updateTable('sign_in_codes')
        .set((set) => ({ guesses: set('guesses', '+', 1) }))
        .where('pool_id', '=', poolId)
        .where('user_id', '=', userId)
        .where('sign_in_id', '=', signInId)
        .where('guesses', '<', MOST_GUESSES)
        .where('expires_at', '>', now.getTime())
        .returning('code_hash')
        .executeTakeFirst()
      return row?.code_hash
    },

    /** False when that very code was spent or replaced before. */
    async spend({ poolId, userId, signInId }: SignInCodeUse, codeHash: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('sign_in_codes')
        .where('pool_id', '=', poolId)
        .where('user_id', '=', userId)
        .where('sign_in_id', '=', signInId)
        .where('code_hash', '=', codeHash)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },

    /** Codes that are over. */
    async prune(now: Date): Promise<void> {
      await db.deleteFrom('sign_in_codes').where('expires_at', '<=', now.getTime()).execute()
    },
  }
}
