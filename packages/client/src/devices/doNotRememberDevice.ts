import { world } from '../configure.js'
import { emit } from '../events.js'
import type { CallOptions } from '../world.js'
import { onThisDevice, requireOwnDevice } from './own-device.js'

/**
 * Stops remembering this device: MFA is asked again at the next sign-in. The user stays signed in, and the device stays
 * tracked: operators still see it.
 *
 * @throws AuthError DeviceMetadataNotFoundException when there is no device
 * @example
 * await doNotRememberDevice()
 * // UpdateDeviceStatus { AccessToken, DeviceKey, DeviceRememberedStatus: 'not_remembered' }
 */
export async function doNotRememberDevice(options?: CallOptions): Promise<void> {
  const signedIn = await onThisDevice(world(), options)
  const { deviceKey: DeviceKey } = await requireOwnDevice(signedIn)
  await signedIn.ask('UpdateDeviceStatus', {
    AccessToken: signedIn.AccessToken,
    DeviceKey,
    DeviceRememberedStatus: 'not_remembered',
  })
  emit({ type: 'deviceNotRemembered', deviceId: DeviceKey })
}
