import { deviceDoesNotExist, missingParameter, Refusal } from '../errors.js'
import type { World } from '../operation.js'
import type { DeviceTracking, Pool } from '../pools/pool.js'
import { type Authorized, authorize } from '../users/authorize.js'
import type { Device } from './device.js'

/** A tracked device of this user. Somebody else's is as if it did not exist. Throws ResourceNotFoundException. */
export async function requireDevice(
  world: World,
  owner: { poolId: string; userId: string },
  deviceKey: string,
): Promise<Device> {
  const device = await world.stores.devices.findTracked({
    poolId: owner.poolId,
    userId: owner.userId,
    deviceKey,
  })
  if (!device) throw deviceDoesNotExist()
  return device
}

/** What would change a device needs tracking to be on. Throws InvalidUserPoolConfigurationException. */
export function requireTracking(pool: Pool): DeviceTracking {
  if (pool.deviceTracking) return pool.deviceTracking
  throw new Refusal(
    'InvalidUserPoolConfigurationException',
    'Device tracking is not enabled for this user pool: its DeviceConfiguration is not set.',
  )
}

/** GetDevice and ForgetDevice do not mark AccessToken as required in the model, and cannot do without it. */
export async function authorizeShown(world: World, accessToken: string | undefined): Promise<Authorized> {
  if (accessToken === undefined) throw missingParameter('AccessToken')
  return authorize(world, accessToken)
}
