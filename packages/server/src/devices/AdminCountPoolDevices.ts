import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { countDevices } from './count-devices.js'
import { deviceFilterOf } from './device-filter-shape.js'

export const AdminCountPoolDevices: Operation<'AdminCountPoolDevices'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const { count, isAll } = await countDevices(world, await deviceFilterOf(world, pool, request.Filter))
  return { Count: count, AtLeast: !isAll }
}
