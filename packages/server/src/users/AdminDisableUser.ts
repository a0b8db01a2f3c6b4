import { happened } from '../events/happened.js'
import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { requireUser } from './require-user.js'
import { dropLinksOfOperator } from './sessions-of-operators.js'

/** "Deactivates a user profile and revokes all access tokens for the user." (AdminDisableUser, API reference) */
export const AdminDisableUser: Operation<'AdminDisableUser'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const user = await requireUser(world, pool, request.Username)
  const now = world.clock.now()
  await world.transactionOf(user, async (stores) => {
    await stores.users.setEnabled(user, false, now)
    await stores.sessions.revokeAll(user, now)
    await dropLinksOfOperator(stores, user)
    await happened(world, stores, user, { kind: 'account_changed', reason: 'disabled' })
  })
  return {}
}
