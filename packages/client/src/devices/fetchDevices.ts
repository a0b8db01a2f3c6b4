import { world } from '../configure.js'
import type { AuthDevice } from '../types.js'
import type { CallOptions } from '../world.js'
import { deviceOf, listedDevices } from './list-devices.js'
import { onThisDevice, ownId } from './own-device.js'

/**
 * The devices of the user who is signed in, newest first, however many there are: all that are remembered (the protocol
 * shows users no others).
 *
 * @throws AuthError UserUnAuthenticatedException when nobody is signed in, or an error of ListDevices
 * @example
 * await fetchDevices()
 * // ListDevices { AccessToken, Limit: 60 }, once for each page
 * // [{ id: 'eu-west-1_0f0e…', name: 'Chrome on macOS', isCurrent: true, isRemembered: true, createDate, … }, …]
 */
export async function fetchDevices(options?: CallOptions): Promise<AuthDevice[]> {
  const signedIn = await onThisDevice(world(), options)
  const isOwn = await ownId(signedIn)
  const devices: AuthDevice[] = []
  for await (const device of listedDevices(signedIn))
    devices.push(deviceOf(device, { isCurrent: isOwn(device.DeviceKey ?? ''), isListed: true }))
  return devices
}
