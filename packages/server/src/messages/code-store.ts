import type { Database } from '../database/schema.js'
import { type Keyring, sameText } from '../keys/keyring.js'

export type CodeStore = ReturnType<typeof codeStore>

type Owner = { poolId: string; userId: string }

/** What a code is good for. */
export type CodePurpose = 'sign-up'

/**
 * `subject` is what the code proves something about: the address that it was sent to. A code does not pass for
 * another subject, so one that went to an old address cannot verify a new one.
 */
export type CodeUse = { purpose: CodePurpose; subject: string }

export type CodeVerdict = 'right' | 'wrong' | 'expired' | 'exhausted'

const MOST_GUESSES = 5
const MOST_CODES = 5
const WINDOW_MILLISECONDS = 15 * 60 * 1000

/** Codes that were sent to a user. Only a keyed hash is kept; each is good once, for a while, for five guesses. */
export function codeStore(db: Database, keyring: Keyring) {
  const hashOf = (owner: Owner, { purpose, subject }: CodeUse, code: string) =>
    keyring.hash(`code ${purpose} ${owner.poolId} ${owner.userId} ${subject}`, code)

  const rowOf = (owner: Owner, purpose: CodePurpose) =>
    db
      .selectFrom('codes')
      .selectAll()
      .where('pool_id', '=', owner.poolId)
      .where('user_id', '=', owner.userId)
      .where('purpose', '=', purpose)
      .executeTakeFirst()

  return {
    /**
     * Puts a new code in the place of an older one. False, with nothing changed, when five were asked for within
     * fifteen minutes. Guesses carry over within that time: a new code must not buy five more.
     */
    async replace(owner: Owner, use: CodeUse, code: string, expiresAt: Date, now: Date): Promise<boolean> {
      const before = await rowOf(owner, use.purpose)
      const recent = before && now.getTime() - before.first_sent_at < WINDOW_MILLISECONDS ? before : undefined
      if (recent && recent.sent >= MOST_CODES) return false
      const values = {
        code_hash: hashOf(owner, use, code),
        expires_at: expiresAt.getTime(),
        failures: recent?.failures ?? 0,
        sent: (recent?.sent ?? 0) + 1,
        first_sent_at: recent?.first_sent_at ?? now.getTime(),
      }
      await db
        .insertInto('codes')
        .values({ pool_id: owner.poolId, user_id: owner.userId, purpose: use.purpose, ...values })
        .onConflict((conflict) => conflict.columns(['pool_id', 'user_id', 'purpose']).doUpdateSet(values))
        .execute()
      return true
    },

    /**
     * Tries a code; a right one is spent with that. In a transaction, return the verdict before refusing: what is
     * thrown inside would undo the count of the guess.
     */
    async redeem(owner: Owner, use: CodeUse, code: string, now: Date): Promise<CodeVerdict> {
      const row = await rowOf(owner, use.purpose)
      if (!row || row.expires_at <= now.getTime()) return 'expired'
      if (!(await this.takeGuess(owner, use.purpose))) return 'exhausted'
      if (!sameText(row.code_hash, hashOf(owner, use, code))) return 'wrong'
      return (await this.spend(owner, use.purpose, row.code_hash)) ? 'right' : 'expired'
    },

    /** Counts a guess before it is looked at, so that many at once do not get more than five. False: none is left. */
    async takeGuess(owner: Owner, purpose: CodePurpose): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('codes')
        .set((set) => ({ failures: set('failures', '+', 1) }))
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .where('purpose', '=', purpose)
        .where('failures', '<', MOST_GUESSES)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** False when that very code was spent or replaced before. */
    async spend(owner: Owner, purpose: CodePurpose, codeHash: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('codes')
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .where('purpose', '=', purpose)
        .where('code_hash', '=', codeHash)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
