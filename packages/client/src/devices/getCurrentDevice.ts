import { world } from '../configure.js'
import { hasName } from '../errors.js'
import type { AuthDevice } from '../types.js'
import type { CallOptions } from '../world.js'
import { deviceOf, listedDevices } from './list-devices.js'
import { onThisDevice, ownDevice, ownId } from './own-device.js'

/**
 * This device, as the server knows it, remembered or not.
 *
 * @returns undefined where this sign-in has no tracked device
 * @throws AuthError UserUnAuthenticatedException when nobody is signed in, or an error of ListDevices and GetDevice
 * @example
 * await getCurrentDevice()
 * // ListDevices { AccessToken, Limit: 60 }
 * // GetDevice { AccessToken, DeviceKey }, where it is not among those
 * // { id: 'eu-west-1_0f0e…', name: 'Chrome on macOS', isCurrent: true, isRemembered: false, … }
 */
export async function getCurrentDevice(options?: CallOptions): Promise<AuthDevice | undefined> {
  const signedIn = await onThisDevice(world(), options)
  const isOwn = await ownId(signedIn)
  for await (const device of listedDevices(signedIn)) {
    if (isOwn(device.DeviceKey ?? '')) return deviceOf(device, { isCurrent: true, isListed: true })
  }
  const DeviceKey = (await ownDevice(signedIn))?.deviceKey
  if (DeviceKey === undefined) return undefined
  const { ask, AccessToken } = signedIn
  try {
    const { Device } = await ask('GetDevice', { AccessToken, DeviceKey })
    return Device?.DeviceKey === undefined
      ? undefined
      : deviceOf(Device, { isCurrent: true, isListed: false })
  } catch (error) {
    if (hasName(error, 'ResourceNotFoundException')) return undefined
    throw error
  }
}
