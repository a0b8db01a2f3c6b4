import { deviceDoesNotExist } from '../errors.js'
import { byWhom } from '../events/event.js'
import { happened } from '../events/happened.js'
import type { Stores, World } from '../operation.js'

/**
 * Forgets a tracked device and ends its refresh tokens, in one transaction: whoever holds it is signed out when the
 * access token expires. Throws ResourceNotFoundException when it is not (or no longer) tracked.
 */
export async function forgetDevice(
  world: World,
  key: { poolId: string; userId: string; deviceKey: string },
): Promise<void> {
  await world.transactionOf(key, (stores) => forgetIn(world, stores, key))
  world.metrics.deviceBecame('forgotten')
}

/** The same in a transaction that holds the user already. */
export async function forgetIn(
  world: World,
  stores: Stores,
  key: { poolId: string; userId: string; deviceKey: string },
): Promise<void> {
  const now = world.clock.now()
  const { deviceKey } = key
  if (!(await stores.devices.forget(key, now))) throw deviceDoesNotExist()
  await stores.sessions.endRefreshOfDevice(key, deviceKey, now)
  await happened(world, stores, key, { kind: 'device_forgotten', reason: byWhom(world), deviceKey })
}
