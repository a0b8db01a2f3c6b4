import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { groupNotFound } from './require-group.js'

export const DeleteGroup: Operation<'DeleteGroup'> = async (world, request) => {
  const { poolId } = await requirePool(world, request.UserPoolId)
  const removed = await world.stores.groups.remove({ poolId, groupName: request.GroupName })
  if (!removed) throw groupNotFound()
  return {}
}
