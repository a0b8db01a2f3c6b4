import type { DeviceRememberedStatusType } from '@latchkey/wire'
import { byWhom } from '../events/event.js'
import { happened } from '../events/happened.js'
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
  const remembered = status === 'remembered'
  const changed = await world.transaction(async (stores) => {
    if (!(await stores.devices.setRemembered(device, remembered, world.clock.now()))) return false
    const kind = remembered ? 'device_remembered' : 'device_not_remembered'
    await happened(world, stores, device, { kind, reason: byWhom(world), deviceKey })
    return true
  })
  if (changed) world.metrics.deviceBecame(status)
  // It is so already, or was forgotten meanwhile.
  else await requireDevice(world, owner, deviceKey)
}
