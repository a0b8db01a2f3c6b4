import { notAuthorized } from '../errors.js'
import { happened } from '../events/happened.js'
import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { tellConfirmed } from './confirmation.js'
import { requireUser } from './require-user.js'

/** Confirms the user and nothing more: no address was proved. */
export const AdminConfirmSignUp: Operation<'AdminConfirmSignUp'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const user = await requireUser(world, pool, request.Username)
  await world.transactionOf(user, async (stores) => {
    if (!(await stores.users.confirm(user, world.clock.now())))
      throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`)
    await happened(world, stores, user, { kind: 'account_changed', reason: 'confirmed by an operator' })
  })
  await tellConfirmed(world, pool, undefined, user, request.ClientMetadata)
  return {}
}
