import { deviceDoesNotExist } from '../errors.js'
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
  await world.transactionOf(key, async ({ devices, sessions }) => {
    if (!(await devices.forget(key, now))) throw deviceDoesNotExist()
    await sessions.endRefreshOfDevice(key, key.deviceKey, now)
  })
  world.metrics.deviceBecame('forgotten')
}
