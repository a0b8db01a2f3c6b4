import { Refusal } from '../errors.js'
import type { Stores, World } from '../operation.js'
import type { Pool } from '../pools/pool.js'
import { isPassword } from './password.js'
import type { Password, User } from './user.js'

/** Passwords that may not be used again, where the pool says so (PasswordHistorySize). */

/**
 * Refuses the password that the user has, and as many before it as the pool remembers. It is slow, an SRP verifier
 * for each of them (the model lets them be 24), so it is for those who have proved who they are, for each of them one
 * at a time, and outside of transactions. A temporary password does not count: the user never chose it.
 * Throws PasswordHistoryPolicyViolationException.
 */
export async function refuseFormerPassword(
  world: World,
  pool: Pool,
  user: User,
  password: string,
): Promise<void> {
  const { historySize } = pool.passwordPolicy
  if (historySize === 0) return
  const turn = `former passwords ${user.poolId} ${user.userId}`
  if (await world.inTurn(turn, () => wasUsed(world, pool, user, password)))
    throw new Refusal('PasswordHistoryPolicyViolationException', 'Password has previously been used.')
}

async function wasUsed(world: World, pool: Pool, user: User, password: string): Promise<boolean> {
  const { username } = user
  const former = await world.stores.formerPasswords.latest(user, pool.passwordPolicy.historySize)
  for (const known of [...own(user), ...former])
    if (await isPassword(world, pool, { username, password: known }, password)) return true
  return false
}

const own = ({ password }: User): Password[] => (password && !password.expiresAt ? [password] : [])

/**
 * Gives a user a password of their own in the place of the one that was read, and remembers that one where the pool
 * wants it. Run it in a transaction. False, with nothing written, when the password is another by now, or an operator
 * wants it reset: what was proved before that must not end the reset.
 */
export async function replacePassword(
  stores: Stores,
  pool: Pool,
  user: User,
  next: Password,
  now: Date,
): Promise<boolean> {
  const unless = { saltIsStill: user.password?.salt, statusIsStill: user.status }
  if (!(await stores.users.setPassword(user, next, 'CONFIRMED', now, unless))) return false
  await rememberPassword(stores, pool, user, now)
  return true
}

/** Remembers the password that a user had, where the pool wants it. */
export async function rememberPassword(
  { formerPasswords }: Stores,
  { passwordPolicy: { historySize } }: Pool,
  user: User,
  now: Date,
): Promise<void> {
  if (historySize === 0) return
  for (const former of own(user)) await formerPasswords.remember(user, former, historySize, now)
}
