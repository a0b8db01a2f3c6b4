import type { Database } from '../database/schema.js'
import type { Keyring } from '../keys/keyring.js'
import type { Password } from './user.js'

export type FormerPasswordStore = ReturnType<typeof formerPasswordStore>

type Owner = { poolId: string; userId: string }

/** What is kept of a password that was replaced. */
export type FormerPassword = Pick<Password, 'salt' | 'verifier'>

const context = ({ poolId, userId }: Owner, salt: string) => `former password ${poolId} ${userId} ${salt}`

export { context as formerPasswordContext }

/** Passwords that users had before, as verifiers, sealed. */
export function formerPasswordStore(db: Database, keyring: Keyring) {
  const rowsOf = ({ poolId, userId }: Owner, limit: number) =>
    db
      .selectFrom('former_passwords')
      .select(['srp_salt', 'sealed_srp_verifier'])
      .where('pool_id', '=', poolId)
      .where('user_id', '=', userId)
      .orderBy('replaced_at', 'desc')
      .orderBy('srp_salt')
      .limit(limit)

  return {
    /** The latest ones, newest first. */
    async latest(owner: Owner, limit: number): Promise<FormerPassword[]> {
      return (await rowsOf(owner, limit).execute()).map(({ srp_salt: salt, sealed_srp_verifier }) => {
        const verifier = keyring.open(context(owner, salt), sealed_srp_verifier)
        if (!verifier) throw new Error('A former password does not open with this master key.')
        return { salt, verifier }
      })
    },

    /** Remembers one that is replaced now, and forgets those before the latest `limit`. */
    async remember(
      owner: Owner,
      { salt, verifier }: FormerPassword,
      limit: number,
      now: Date,
    ): Promise<void> {
      await db
        .insertInto('former_passwords')
        .values({
          pool_id: owner.poolId,
          user_id: owner.userId,
          srp_salt: salt,
          sealed_srp_verifier: keyring.seal(context(owner, salt), verifier),
          replaced_at: now.getTime(),
        })
        .execute()
      const kept = (await rowsOf(owner, limit).execute()).map((row) => row.srp_salt)
      await db
        .deleteFrom('former_passwords')
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .where('srp_salt', 'not in', kept)
        .execute()
    },
  }
}
