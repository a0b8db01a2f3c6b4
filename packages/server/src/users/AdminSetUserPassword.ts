import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { checkPasswordPolicy, makePassword } from './password.js'
import { requireUser, userDoesNotExist } from './require-user.js'

/** Sessions go on, as with Cognito; wrong guesses of the old password no longer count. */
export const AdminSetUserPassword: Operation<'AdminSetUserPassword'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const user = await requireUser(world, pool, request.Username)
  checkPasswordPolicy(pool, request.Password)
  const lifetime = request.Permanent ? 'permanent' : 'temporary'
  const password = await makePassword(world, pool, user.username, request.Password, lifetime)
  const status = request.Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD'
  await world.transaction(async (stores) => {
    if (!(await stores.users.setPassword(user, password, status, world.clock.now()))) throw userDoesNotExist()
    await stores.attempts.reset(user)
  })
  return {}
}
