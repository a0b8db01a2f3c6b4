import type { DeviceFilterType, Requests } from '@latchkey/wire'
import { invalidParameter } from '../errors.js'
import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { isTrackedState } from './device.js'
import type { DeviceFilter } from './device-filter.js'
import { deviceFilterOf } from './device-filter-shape.js'
import { forgetNext, forgetThese } from './forget-pool-devices.js'

export const AdminForgetPoolDevices: Operation<'AdminForgetPoolDevices'> = async (world, request) => {
  const { Devices, SignOut: signOut = false } = request
  checkChoice(request)
  const pool = await requirePool(world, request.UserPoolId)
  if (Devices) {
    const keys = new Map(Devices.map((one) => [`${one.UserSub} ${one.DeviceKey}`, one]))
    const listed = [...keys.values()].map(({ UserSub, DeviceKey }) => ({
      userId: UserSub,
      deviceKey: DeviceKey,
    }))
    const forgetting = { poolId: pool.poolId, filter: undefined, signOut }
    return { Forgotten: await forgetThese(world, forgetting, listed), More: false }
  }
  const filter = await deviceFilterOf(world, pool, request.Filter)
  checkFilter(filter, request.Filter)
  const { forgotten, more } = await forgetNext(world, filter, signOut)
  return { Forgotten: forgotten, More: more }
}

function checkChoice({ Filter, Devices }: Requests['AdminForgetPoolDevices']): void {
  if (Filter && Devices) throw invalidParameter('Name Devices or a Filter, not both.')
  if (!Filter && !Devices) throw invalidParameter('Name the Devices, or a Filter that means them.')
}

function checkFilter(filter: DeviceFilter, { States = [] }: DeviceFilterType = {}): void {
  const { userId, platform, usedBefore, usedAfter, nameContains } = filter
  const says = [userId, platform, usedBefore, usedAfter, nameContains].some((value) => value !== undefined)
  // A filter that was left out by mistake must not sign everybody out.
  if (!says && States.length === 0)
    throw invalidParameter('An empty Filter would mean every device of the pool. To mean that, name States.')
  if (!filter.states.every(isTrackedState))
    throw invalidParameter('Only devices in the States Remembered and NotRemembered can be forgotten.')
}
