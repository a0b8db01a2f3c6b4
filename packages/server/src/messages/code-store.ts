import { sql } from 'kysely'
import type { Database } from '../database/schema.js'
import { type Keyring, sameText } from '../keys/keyring.js'
import { MOST_SKEW_MILLISECONDS } from '../keys/skew.js'

export type CodeStore = ReturnType<typeof codeStore>

type Owner = { poolId: string; userId: string }

/** What a code is good for. An address: to verify it. First factors of users have a store of their own (sign-in/). */
export type CodePurpose = 'sign-up' | 'password reset' | 'email' | 'phone_number' | 'first factor'

/**
 * `subject` is what the code proves something about: the address that it was sent to. A code does not pass for
 * another subject, so one that went to an old address cannot verify a new one.
 */
export type CodeUse = { purpose: CodePurpose; subject: string }

/** A use as it was kept with a message, perhaps by an earlier version. */
type KeptUse = { purpose: string; subject: string }

export type CodeVerdict = 'right' | 'wrong' | 'expired' | 'exhausted'

const MOST_GUESSES = 5
const MOST_CODES = 5

const MINUTE = 60_000

/**
 * The time within which codes and guesses are counted. A password is worth more patience: five guesses an hour at it
 * are the least that Cognito gives, too ("Quotas", rates of ForgotPassword and ConfirmForgotPassword).
 */
const windows: Record<CodePurpose, number> = {
  'sign-up': 15 * MINUTE,
  'password reset': 60 * MINUTE,
  email: 15 * MINUTE,
  phone_number: 15 * MINUTE,
  'first factor': 15 * MINUTE,
}

/**
 * Codes that were sent to a user. Only a keyed hash is kept; each is good once, for a while, for five guesses.
 * @param kept where: those of users are in `codes`; names that belong to nobody are counted in a table of their own.
 */
export function codeStore(db: Database, keyring: Keyring, kept: 'codes' | 'simulated_codes' = 'codes') {
  // Both have the same columns.
  const table = kept as 'codes'

  const hashOf = (owner: Owner, { purpose, subject }: KeptUse, code: string) =>
    keyring.hash(`code ${purpose} ${owner.poolId} ${owner.userId} ${subject}`, code)

  const rowOf = (owner: Owner, purpose: string) =>
    db
      .selectFrom(table)
      .selectAll()
      .where('pool_id', '=', owner.poolId)
      .where('user_id', '=', owner.userId)
      .where('purpose', '=', purpose)
      .executeTakeFirst()

  return {
    /**
     * Puts a new code in the place of an older one. False, with nothing changed, when five were asked for within
     * the purpose's time, or no guess is left in it. Guesses carry over within that time: a new code must not buy five
     * more.
     */
    async replace(owner: Owner, use: CodeUse, code: string, expiresAt: Date, now: Date): Promise<boolean> {
      const at = now.getTime()
      const kept = sql.table(table)
      const begins = sql<boolean>`(${kept}.first_sent_at <= ${at - windows[use.purpose]} or ${kept}.first_sent_at > ${at + MOST_SKEW_MILLISECONDS})`
      const fresh = { code_hash: hashOf(owner, use, code), expires_at: expiresAt.getTime() }
      const { numInsertedOrUpdatedRows } = await db
        .insertInto(table)
        .values({
          pool_id: owner.poolId,
          user_id: owner.userId,
          purpose: use.purpose,
          ...fresh,
          failures: 0,
          sent: 1,
          first_sent_at: at,
        })
        .onConflict((conflict) =>
          conflict
            .columns(['pool_id', 'user_id', 'purpose'])
            .doUpdateSet({
              ...fresh,
              failures: sql`case when ${begins} then 0 else ${kept}.failures end`,
              sent: sql`case when ${begins} then 1 else ${kept}.sent + 1 end`,
              first_sent_at: sql`case when ${begins} then ${at} else ${kept}.first_sent_at end`,
            })
            .where(
              sql<boolean>`(${begins} or (${kept}.sent < ${MOST_CODES} and ${kept}.failures < ${MOST_GUESSES}))`,
            ),
        )
        .executeTakeFirst()
      return (numInsertedOrUpdatedRows ?? 0n) > 0n
    },

    /**
     * Tries a code; a right one is spent with that. In a transaction, return the verdict before refusing: what is
     * thrown inside would undo the count of the guess.
     */
    async redeem(owner: Owner, use: CodeUse, code: string, now: Date): Promise<CodeVerdict> {
      const verdict = await this.judge(owner, use, code, now)
      if (verdict !== 'right') return verdict
      return (await this.spend(owner, use, code, now)) ? 'right' : 'expired'
    },

    /** Tries a code. A right one stays as it was, and costs no guess: what it is shown for may still be refused. */
    async judge(owner: Owner, use: CodeUse, code: string, now: Date): Promise<CodeVerdict> {
      const row = await rowOf(owner, use.purpose)
      if (!row || row.expires_at <= now.getTime()) return 'expired'
      // It may have been spent or replaced since it was read.
      if (!(await this.takeGuess(owner, use.purpose)))
        return (await rowOf(owner, use.purpose)) ? 'exhausted' : 'expired'
      if (!sameText(row.code_hash, hashOf(owner, use, code))) return 'wrong'
      await this.giveGuessBack(owner, use.purpose)
      return 'right'
    },

    /** Whether a code is still the one to show: not spent, not replaced, not over. Nobody's guess. */
    async stands(owner: Owner, use: KeptUse, code: string, now: Date): Promise<boolean> {
      const row = await rowOf(owner, use.purpose)
      return (
        row !== undefined &&
        row.expires_at > now.getTime() &&
        sameText(row.code_hash, hashOf(owner, use, code))
      )
    },

    /** Counts a guess before it is looked at, so that many at once do not get more than five. False: none is left. */
    async takeGuess(owner: Owner, purpose: CodePurpose): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable(table)
        .set((set) => ({ failures: set('failures', '+', 1) }))
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .where('purpose', '=', purpose)
        .where('failures', '<', MOST_GUESSES)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    async giveGuessBack(owner: Owner, purpose: CodePurpose): Promise<void> {
      await db
        .updateTable(table)
        .set((set) => ({ failures: set('failures', '-', 1) }))
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .where('purpose', '=', purpose)
        .where('failures', '>', 0)
        .execute()
    },

    /** False when that very code is not there: it was spent or replaced before, or is over. */
    async spend(owner: Owner, use: CodeUse, code: string, now: Date): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom(table)
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .where('purpose', '=', use.purpose)
        .where('code_hash', '=', hashOf(owner, use, code))
        .where('expires_at', '>', now.getTime())
        .executeTakeFirst()
      return numDeletedRows > 0n
    },

    /** Takes a code away, and with it what was counted. */
    async forget(owner: Owner, purpose: CodePurpose): Promise<void> {
      await db
        .deleteFrom(table)
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .where('purpose', '=', purpose)
        .execute()
    },

    /** Removes what is over. */
    async prune(now: Date): Promise<void> {
      await db.deleteFrom(table).where('expires_at', '<=', now.getTime()).execute()
    },
  }
}
