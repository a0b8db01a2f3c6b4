import { deviceDoesNotExist } from '../errors.js'
import { happened } from '../events/happened.js'
import type { World } from '../operation.js'
import { checkDeviceName } from './device-name.js'

/**
 * Calls a tracked device something else. Of two names at once, the later one stays.
 * Throws ResourceNotFoundException when it is not (or no longer) tracked.
 */
export async function renameDevice(
  world: World,
  { poolId, userId }: { poolId: string; userId: string },
  deviceKey: string,
  name: string,
): Promise<void> {
  checkDeviceName(name)
  const key = { poolId, userId, deviceKey }
  if (!(await isCalledNow(world, key, name))) throw deviceDoesNotExist()
}

/** The same without a rule for names, where the protocol has none. False when the device is not tracked. */
export async function isCalledNow(
  world: World,
  key: { poolId: string; userId: string; deviceKey: string },
  name: string,
): Promise<boolean> {
  const renamed = await world.transactionOf(key, async (stores) => {
    if (!(await stores.devices.rename(key, name, world.clock.now()))) return false
    await happened(world, stores, key, { kind: 'device_renamed', deviceKey: key.deviceKey })
    return true
  })
  // It is called so already, which is no change, or is not tracked.
  return renamed || (await world.stores.devices.findTracked(key)) !== undefined
}
