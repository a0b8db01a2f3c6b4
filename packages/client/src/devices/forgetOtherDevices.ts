import { world } from '../configure.js'
import { hasName } from '../errors.js'
import type { AuthDevice } from '../types.js'
import type { CallOptions } from '../world.js'
import { forget } from './forgetDevice.js'
import { deviceOf, listedDevices } from './list-devices.js'
import { onThisDevice, ownDeviceId } from './own-device.js'

/**
 * Forgets all devices of the user but this one. What another device forgot meanwhile is forgotten as well.
 *
 * @returns those that were forgotten
 * @throws AuthError of the first one that could not be forgotten; those before it are
 * @example
 * await forgetOtherDevices()
 * // ListDevices, and ForgetDevice { AccessToken, DeviceKey } for each that is not this one
 */
export async function forgetOtherDevices(options?: CallOptions): Promise<AuthDevice[]> {
  const signedIn = await onThisDevice(world(), options)
  const ownId = await ownDeviceId(signedIn)
  const others: AuthDevice[] = []
  // All pages first: to forget while the list is read would move its pages.
  for await (const device of listedDevices(signedIn)) {
    const other = deviceOf(device, { ownId, isRemembered: true })
    if (!other.isCurrent) others.push(other)
  }
  for (const { id } of others) {
    await forget(signedIn, id).catch((error) => {
      if (!hasName(error, 'ResourceNotFoundException')) throw error
    })
  }
  return others
}
