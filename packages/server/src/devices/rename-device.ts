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
  await world.transactionOf(key, async (stores) => {
    if (!(await stores.devices.rename(key, name, world.clock.now()))) throw deviceDoesNotExist()
    await happened(world, stores, key, { kind: 'device_renamed', deviceKey })
  })
}
