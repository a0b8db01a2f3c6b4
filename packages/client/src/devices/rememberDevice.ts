import { world } from '../configure.js'
import { ensure } from '../errors.js'
import { emit } from '../events.js'
import { loaded } from '../load.js'
import type { RememberDeviceInput } from '../types.js'
import type { CallOptions } from '../world.js'
import { onThisDevice, requireOwnDevice } from './own-device.js'

/**
 * Remembers this device for the user who is signed in: from the next sign-in on it proves itself, and can stand in for
 * MFA. With a name, it is called so in the list of devices.
 *
 * @throws AuthError InvalidDeviceName; DeviceMetadataNotFoundException when there is no device, with what to do about it;
 *   DeviceNameNotSupportedException when the server remembers it and cannot rename it (Amazon Cognito names a device
 *   only once, when it is tracked: see `deviceName` of `configure`)
 * @example
 * await rememberDevice({ name: 'Ann’s laptop' })
 * // UpdateDeviceStatus { AccessToken, DeviceKey, DeviceRememberedStatus: 'remembered' }
 * // ConfirmDevice { AccessToken, DeviceKey, DeviceName, DeviceSecretVerifierConfig }, as it was confirmed
 */
export async function rememberDevice(input?: RememberDeviceInput, options?: CallOptions): Promise<void> {
  const name = input?.name ?? undefined
  ensure(
    name === undefined || (name !== '' && name.length <= 1024),
    'InvalidDeviceName',
    'A device name has 1 to 1024 characters.',
  )
  const signedIn = await onThisDevice(world(), options)
  const device = await requireOwnDevice(signedIn)
  const { ask, AccessToken } = signedIn
  await ask('UpdateDeviceStatus', {
    AccessToken,
    DeviceKey: device.deviceKey,
    DeviceRememberedStatus: 'remembered',
  })
  emit({ type: 'deviceRemembered', deviceId: device.deviceKey })
  if (name === undefined) return
  const { renameDevice } = await loaded(import('./rename-device.js'))
  await renameDevice(signedIn, device, name)
}
