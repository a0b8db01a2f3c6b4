import { notFound } from '../errors.js'
import type { Pool } from '../pools/pool.js'
import type { PoolStore } from '../pools/pool-store.js'
import { requirePool } from '../pools/require-pool.js'
import type { Group } from './group.js'
import type { GroupStore } from './group-store.js'

export const groupNotFound = () => notFound('Group not found.')

/** The group that an operator names, with its pool: one of another pool does not exist. Throws ResourceNotFoundException. */
export async function requireGroup(
  world: { stores: { pools: PoolStore; groups: GroupStore } },
  request: { UserPoolId: string; GroupName: string },
): Promise<{ pool: Pool; group: Group }> {
  const pool = await requirePool(world, request.UserPoolId)
  const group = await world.stores.groups.find({ poolId: pool.poolId, groupName: request.GroupName })
  if (!group) throw groupNotFound()
  return { pool, group }
}
