import type { Stores, World } from '../operation.js'
import { isTracked } from './device.js'
import { type DeviceFilter, isMeant } from './device-filter.js'
import { endDevice } from './end-device.js'
import { findDevices } from './find-devices.js'
import { forgetIn } from './forget-device.js'
import { shownName } from './shown-name.js'

type Key = { userId: string; deviceKey: string }

export type Forgetting = {
  poolId: string
  /** What the devices must still be when their turn comes; undefined: whatever they are. */
  filter: DeviceFilter | undefined
  /** Whether their access tokens end at once, too. */
  signOut: boolean
}

/** So many are forgotten by one call. */
const MOST_AT_ONCE = 200

/** So few in one transaction that sign-ins do not notice. */
const IN_ONE_TRANSACTION = 25

/**
 * Forgets the next devices that a filter means. Called until there are no more, it forgets all of them: a call that forgets
 * none is the last one, unless all that it found were used, or forgotten, meanwhile.
 */
export async function forgetNext(
  world: World,
  filter: DeviceFilter,
  signOut: boolean,
): Promise<{ forgotten: number; more: boolean }> {
  const { found, next } = await nextDevices(world, filter)
  return {
    forgotten: await forgetThese(world, { poolId: filter.poolId, filter, signOut }, found),
    more: next,
  }
}

/** Reads on where few have such a name: whoever asks again would begin with the same ones. */
async function nextDevices(world: World, filter: DeviceFilter): Promise<{ found: Key[]; next: boolean }> {
  let { found, next } = await findDevices(world, filter, undefined, MOST_AT_ONCE)
  while (found.length === 0 && next) ({ found, next } = await findDevices(world, filter, next, MOST_AT_ONCE))
  return { found, next: next !== undefined }
}

/** Forgets those that are tracked, each with its event, some in one transaction. How many were forgotten. */
export async function forgetThese(
  world: World,
  forgetting: Forgetting,
  keys: readonly Key[],
): Promise<number> {
  // In this order, so that nobody waits for a user who is held by somebody who waits for another one.
  const sorted = [...keys].sort((one, other) => (one.userId < other.userId ? -1 : 1))
  let sum = 0
  for (let first = 0; first < sorted.length; first += IN_ONE_TRANSACTION) {
    const some = sorted.slice(first, first + IN_ONE_TRANSACTION)
    const forgotten = await world.transaction((stores) => forgetSome(world, stores, forgetting, some))
    for (let one = 0; one < forgotten; one += 1) world.metrics.deviceBecame('forgotten')
    sum += forgotten
  }
  return sum
}

async function forgetSome(
  world: World,
  stores: Stores,
  { poolId, filter, signOut }: Forgetting,
  keys: readonly Key[],
): Promise<number> {
  for (const userId of new Set(keys.map((key) => key.userId))) await stores.users.hold({ poolId, userId })
  let forgotten = 0
  for (const { userId, deviceKey } of keys) {
    const key = { poolId, userId, deviceKey }
    const device = await stores.devices.find(key)
    // Used, remembered or renamed since it was found: it is none of those that are meant.
    const isStill = device && isTracked(device) && (!filter || isMeant(filter, device, shownName(device)))
    if (!isStill) continue
    await (signOut ? endDevice(world, stores, key, deviceKey) : forgetIn(world, stores, key))
    forgotten += 1
  }
  return forgotten
}
