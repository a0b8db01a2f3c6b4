import { acting } from '../events/acting.js'
import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { groupSettingsOf, groupShape } from './group-shape.js'
import { groupNotFound, requireGroup } from './require-group.js'

/** What is left out stays as it is. */
export const UpdateGroup: Operation<'UpdateGroup'> = async (world, request) => {
  const { poolId } = await requirePool(world, request.UserPoolId)
  const key = { poolId, groupName: request.GroupName }
  const changed = await acting(world, poolId, ({ groups }) =>
    groups.change(key, groupSettingsOf(request), world.clock.now()),
  )
  if (!changed) throw groupNotFound()
  const { group } = await requireGroup(world, request)
  return { Group: groupShape(group) }
}
