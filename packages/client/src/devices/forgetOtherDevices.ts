import { world } from '../configure.js'
import { hasName } from '../errors.js'
import type { AuthDevice } from '../types.js'
import type { CallOptions } from '../world.js'
import { forget } from './forget-device.js'
import { deviceOf, listedDevices } from './list-devices.js'
import { onThisDevice, ownId } from './own-device.js'

/**
 * Forgets all devices that `fetchDevices` lists, but this one. The protocol does not show a user the devices that are
 * not remembered, so it cannot forget them: `signOut({ global: true })` ends their sessions. What another device forgot
 * meanwhile is forgotten as well.
 *
 * @returns those that were forgotten
 * @throws AuthError UserUnAuthenticatedException, or an error of ListDevices or ForgetDevice: of the first device that
 *   could not be forgotten; those before it are
 * @example
 * await forgetOtherDevices()
 * // ListDevices { AccessToken, Limit: 60 }
 * // ForgetDevice { AccessToken, DeviceKey }, once for each that is not this one
 */
export async function forgetOtherDevices(options?: CallOptions): Promise<AuthDevice[]> {
  const signedIn = await onThisDevice(world(), options)
  const isOwn = await ownId(signedIn)
  const others: AuthDevice[] = []
  // All pages first: to forget while the list is read would move its pages.
  for await (const device of listedDevices(signedIn)) {
    const other = deviceOf(device, { isCurrent: isOwn(device.DeviceKey ?? ''), isListed: true })
    if (!other.isCurrent) others.push(other)
  }
  for (const { id } of others) {
    await forget(signedIn, id).catch((error) => {
      if (!hasName(error, 'ResourceNotFoundException')) throw error
    })
  }
  return others
}
