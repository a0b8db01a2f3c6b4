import { Refusal } from '../errors.js'
import { acting } from '../events/acting.js'
import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { MOST_GROUPS_OF_A_POOL } from './group.js'
import { groupSettingsOf, groupShape } from './group-shape.js'

export const CreateGroup: Operation<'CreateGroup'> = async (world, request) => {
  const { stores, clock } = world
  const { poolId } = await requirePool({ stores }, request.UserPoolId)
  const key = { poolId, groupName: request.GroupName }
  const settings = groupSettingsOf(request)
  const now = clock.now()
  const made = await acting(world, poolId, async ({ pools, groups }) => {
    // Of two at once, the second counts the first.
    await pools.hold(poolId)
    return groups.insert(key, settings, now)
  })
  if (made) {
    return { Group: groupShape({ ...key, ...settings, createdAt: now, modifiedAt: now }) }
  }
  if (await stores.groups.find(key)) {
    throw new Refusal('GroupExistsException', `A group with the name ${key.groupName} already exists.`)
  }
  // Nothing is made in a pool that was deleted meanwhile, either.
  await requirePool(world, poolId)
  throw new Refusal('LimitExceededException', `A user pool has at most ${MOST_GROUPS_OF_A_POOL} groups.`)
}
