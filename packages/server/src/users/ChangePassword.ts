import { incorrectUsernameOrPassword, missingParameter, notAuthorized } from '../errors.js'
import { happened } from '../events/happened.js'
import type { Operation, World } from '../operation.js'
import type { Pool } from '../pools/pool.js'
import { authorize } from './authorize.js'
import { refuseFormerPassword, replacePassword } from './former-passwords.js'
import { guess } from './guess.js'
import { checkPasswordPolicy, isPassword, makePassword } from './password.js'
import { endSessionsOfOperator } from './sessions-of-operators.js'
import type { User } from './user.js'

/**
 * Sessions of users go on, as with Cognito; GlobalSignOut ends them. Whoever reported a device may, too: it takes
 * the old password, which the session alone does not give.
 */
export const ChangePassword: Operation<'ChangePassword'> = async (world, request) => {
  const { pool, user, session } = await authorize(world, request.AccessToken, {
    alsoBeforeReset: 'by whoever asked for it',
  })
  refuseExpired(user, world.clock.now())
  if (user.password) await proveOldPassword(world, pool, user, request.PreviousPassword)
  checkPasswordPolicy(pool, request.ProposedPassword)
  await refuseFormerPassword(world, pool, user, request.ProposedPassword)
  const next = await makePassword(world, pool, user.username, request.ProposedPassword)
  const replaced = await world.transactionOf(user, async (stores) => {
    if (!(await replacePassword(stores, pool, user, next, world.clock.now()))) return false
    const { sessionId, deviceKey, clientId } = session
    const what = { reason: 'by the user', sessionId, deviceKey, clientId }
    await happened(world, stores, user, { kind: 'password_changed', ...what })
    await endSessionsOfOperator(world, stores, user)
    return true
  })
  if (!replaced) throw incorrectUsernameOrPassword()
  return {}
}

/** A temporary password that is over signs nobody in, and is not a way to another one either. */
function refuseExpired({ password }: User, now: Date): void {
  if (password?.expiresAt && password.expiresAt <= now) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.')
  }
}

/** A stolen access token must not be worth more guesses than a sign-in: they are counted together. */
async function proveOldPassword(world: World, pool: Pool, user: User, shown: string | undefined) {
  if (shown === undefined) throw missingParameter('PreviousPassword')
  const wrong = { kind: 'wrong_password', reason: 'to set another one' } as const
  const { right, guessedWrong } = await guess(world, user, () => isPassword(world, pool, user, shown), wrong)
  if (!right) throw incorrectUsernameOrPassword()
  if (guessedWrong) await world.stores.attempts.reset(user)
}
