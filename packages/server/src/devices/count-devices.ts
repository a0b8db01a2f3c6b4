import type { World } from '../operation.js'
import type { DeviceFilter } from './device-filter.js'
import { findDevices } from './find-devices.js'

/** An index has them in a row: a million of them is some tens of milliseconds. */
const MOST_COUNTED = 1_000_000

/** Names are read one by one, which takes a second for so many. */
const MOST_NAMES_READ = 300_000

/** How many devices are meant: all of them, or at least so many where there are too many to count. */
export async function countDevices(
  world: Pick<World, 'stores'>,
  filter: DeviceFilter,
): Promise<{ count: number; isAll: boolean }> {
  if (filter.nameContains !== undefined) return countByName(world, filter)
  const count = await world.stores.deviceSearch.count(filter, MOST_COUNTED)
  return { count, isAll: count < MOST_COUNTED }
}

async function countByName(
  world: Pick<World, 'stores'>,
  filter: DeviceFilter,
): Promise<{ count: number; isAll: boolean }> {
  const { found, next } = await findDevices(
    world,
    filter,
    undefined,
    Number.POSITIVE_INFINITY,
    MOST_NAMES_READ,
  )
  return { count: found.length, isAll: next === undefined }
}
