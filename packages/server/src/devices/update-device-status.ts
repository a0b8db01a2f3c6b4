import type { DeviceRememberedStatusType } from '@latchkey/wire'
import { deviceDoesNotExist } from '../errors.js'
import type { World } from '../operation.js'
import { requireDevice } from './require-device.js'

/** Remembered or not. Without a status, which the model allows, nothing changes. Throws ResourceNotFoundException. */
export async function updateDeviceStatus(
  world: World,
  owner: { poolId: string; userId: string },
  deviceKey: string,
  status: DeviceRememberedStatusType | undefined,
): Promise<void> {
  const device = await requireDevice(world, owner, deviceKey)
  if (status === undefined) return
  const applied = await world.stores.devices.setRemembered(device, status === 'remembered', world.clock.now())
  if (!applied) throw deviceDoesNotExist()
  if (status !== device.state) world.metrics.deviceBecame(status)
}
