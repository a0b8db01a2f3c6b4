import { incorrectUsernameOrPassword, missingParameter, notAuthorized } from '../errors.js'
import type { Operation, World } from '../operation.js'
import type { Pool } from '../pools/pool.js'
import { authorize } from './authorize.js'
import { checkPasswordPolicy, isPassword, makePassword } from './password.js'
import type { User } from './user.js'

/** Other sessions of the user go on, as with Cognito; GlobalSignOut ends them. */
export const ChangePassword: Operation<'ChangePassword'> = async (world, request) => {
  const { pool, user } = await authorize(world, request.AccessToken)
  if (user.password) await proveOldPassword(world, pool, user, request.PreviousPassword)
  checkPasswordPolicy(pool, request.ProposedPassword)
  const password = await makePassword(world, pool, user.username, request.ProposedPassword)
  const unless = { saltIsStill: user.password?.salt }
  if (!(await world.stores.users.setPassword(user, password, 'CONFIRMED', world.clock.now(), unless)))
    throw incorrectUsernameOrPassword()
  return {}
}

/** A stolen access token must not be worth more guesses than a sign-in: they are counted together. */
async function proveOldPassword(world: World, pool: Pool, user: User, shown: string | undefined) {
  if (shown === undefined) throw missingParameter('PreviousPassword')
  await refuseLocked(world, user)
  const right = await isPassword(world, pool, user, shown)
  // Once more: the comparison is slow, and many guesses at once all found the user unlocked before it.
  await refuseLocked(world, user)
  if (right) return world.stores.attempts.reset(user)
  await world.stores.attempts.failed(user, world.clock.now())
  throw incorrectUsernameOrPassword()
}

async function refuseLocked(world: World, user: User) {
  if (await world.stores.attempts.isLocked(user, world.clock.now()))
    throw notAuthorized('Password attempts exceeded')
}
