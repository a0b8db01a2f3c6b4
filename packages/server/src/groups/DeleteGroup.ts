import { acting } from '../events/acting.js'
import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { groupNotFound } from './require-group.js'

export const DeleteGroup: Operation<'DeleteGroup'> = async (world, request) => {
  const { poolId } = await requirePool(world, request.UserPoolId)
  const key = { poolId, groupName: request.GroupName }
  const removed = await acting(world, poolId, ({ groups }) => groups.remove(key))
  if (!removed) throw groupNotFound()
  return {}
}
