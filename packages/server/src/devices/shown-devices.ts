import type { TrackedDeviceType } from '@latchkey/wire'
import type { World } from '../operation.js'
import { trackedDeviceShape } from './tracked-device-shape.js'

type Key = { userId: string; deviceKey: string }

/** Devices of a pool as operators see them, in the order of the keys; those that are gone meanwhile are left out. */
export async function shownDevices(
  world: World,
  poolId: string,
  keys: readonly Key[],
): Promise<TrackedDeviceType[]> {
  const { stores, clock } = world
  const devices = await stores.devices.ofKeys(poolId, keys, clock.now())
  const users = await stores.users.ofIds(poolId, [...new Set(keys.map(({ userId }) => userId))])
  const device = new Map(devices.map((each) => [nameOf(each), each]))
  const user = new Map(users.map((each) => [each.userId, each]))
  return keys.flatMap((key) => {
    const [found, operatorOn] = [device.get(nameOf(key)), user.get(key.userId)]
    return found && operatorOn ? trackedDeviceShape(world, found, { operatorOn }) : []
  })
}

const nameOf = ({ userId, deviceKey }: Key) => `${userId} ${deviceKey}`
