import { happened } from '../events/happened.js'
import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { requireUser } from './require-user.js'

export const AdminEnableUser: Operation<'AdminEnableUser'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const user = await requireUser(world, pool, request.Username)
  await world.transactionOf(user, async (stores) => {
    await stores.users.setEnabled(user, true, world.clock.now())
    await happened(world, stores, user, { kind: 'account_changed', reason: 'enabled' })
  })
  return {}
}
