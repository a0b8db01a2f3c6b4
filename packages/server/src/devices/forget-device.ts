import { deviceDoesNotExist } from '../errors.js'
import { byWhom } from '../events/event.js'
import { happened } from '../events/happened.js'
import type { World } from '../operation.js'

/**
 * Forgets a tracked device and ends its refresh tokens, in one transaction: whoever holds it is signed out when the
 * access token expires. Throws ResourceNotFoundException when it is not (or no longer) tracked.
 */
export async function forgetDevice(
  world: World,
  key: { poolId: string; userId: string; deviceKey: string },
): Promise<void> {
  const now = world.clock.now()
  const { deviceKey } = key
  await world.transactionOf(key, async (stores) => {
    if (!(await stores.devices.forget(key, now))) throw deviceDoesNotExist()
    await stores.sessions.endRefreshOfDevice(key, deviceKey, now)
    await happened(world, stores, key, { kind: 'device_forgotten', reason: byWhom(world), deviceKey })
  })
  world.metrics.deviceBecame('forgotten')
}
