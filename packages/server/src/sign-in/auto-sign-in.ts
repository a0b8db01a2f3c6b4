import { invalidSession } from '../errors.js'
import type { World } from '../operation.js'
import { readAutoSignIn } from '../users/auto-sign-in.js'
import { attemptsExceeded } from '../users/guess.js'
import { isLocked } from '../users/user.js'
import { accountNamed } from './account.js'
import { refuseUnready, startOf } from './first-proof.js'
import { keptDeviceKey } from './password-proof.js'
import { proceed } from './proceed.js'
import { type Answer, hashedName, required, type Step, saltOf } from './step.js'

/**
 * Signs in whoever just signed up: the code of the sign-up was their first factor. What else the sign-in owes is asked
 * for as always. Throws NotAuthorizedException for a Session that is not of this user and client, or was used before.
 */
export async function takeAutoSignIn(world: World, step: Step, session: string): Promise<Answer> {
  const ticket = readAutoSignIn(world, session)
  if (ticket?.clientId !== step.client.clientId || ticket.poolId !== step.pool.poolId) throw invalidSession()
  const account = await accountNamed(world, step)
  const found = await world.stores.users.findForSignIn(ticket, ticket.signInId)
  const fits = found && account.userId === ticket.userId && saltOf(found.user) === ticket.passwordSalt
  if (!fits || found.paidOut) throw invalidSession()
  if (isLocked(found.attempts, world.clock.now())) throw attemptsExceeded()
  refuseUnready(found.user)
  const passed = { user: found.user, guessedWrong: found.attempts !== undefined }
  const typedName = hashedName(world, step.pool, required(step, 'USERNAME'))
  const start = { ...ticket, typedName, deviceKey: keptDeviceKey(step) }
  return proceed(world, step, startOf(passed, start, { spent: true }))
}
