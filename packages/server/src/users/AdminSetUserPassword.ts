import { happened } from '../events/happened.js'
import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { refuseFormerPassword, rememberPassword } from './former-passwords.js'
import { checkPasswordPolicy, makePassword } from './password.js'
import { requireUser, userDoesNotExist } from './require-user.js'
import { endSessionsOfOperator } from './sessions-of-operators.js'

/** Sessions of users go on, as with Cognito; wrong guesses of the old password no longer count. */
export const AdminSetUserPassword: Operation<'AdminSetUserPassword'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const user = await requireUser(world, pool, request.Username)
  checkPasswordPolicy(pool, request.Password)
  if (request.Permanent) await refuseFormerPassword(world, pool, user, request.Password)
  const lifetime = request.Permanent ? 'permanent' : 'temporary'
  const password = await makePassword(world, pool, user.username, request.Password, lifetime)
  const status = request.Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD'
  const now = world.clock.now()
  await world.transactionOf(user, async (stores) => {
    const replaced = await stores.users.find(user)
    if (!replaced) throw userDoesNotExist()
    await stores.users.setPassword(user, password, status, now)
    await rememberPassword(stores, pool, replaced, now)
    await stores.attempts.reset(user)
    await happened(world, stores, user, { kind: 'password_changed', reason: 'by an operator' })
    await endSessionsOfOperator(world, stores, user)
  })
  return {}
}
