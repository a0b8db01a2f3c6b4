import { world } from '../configure.js'
import type { ForgetDeviceInput } from '../types.js'
import type { CallOptions } from '../world.js'
import { forget } from './forget-device.js'
import { onThisDevice, requireOwnDevice } from './own-device.js'

/**
 * Forgets this device, or another one of the user's: it is no longer tracked, its key never comes back, and its session
 * ends when its access token does. A forgotten device gets a new key at its next sign-in.
 *
 * @throws AuthError DeviceMetadataNotFoundException when no device is named and this one is none; or an error of
 *   ForgetDevice
 * @example
 * await forgetDevice({ device: { id: 'eu-west-1_0f0e…' } })
 * // ForgetDevice { AccessToken, DeviceKey: 'eu-west-1_0f0e…' }
 */
export async function forgetDevice(input?: ForgetDeviceInput, options?: CallOptions): Promise<void> {
  const signedIn = await onThisDevice(world(), options)
  const id = input?.device?.id ?? (await requireOwnDevice(signedIn)).deviceKey
  await forget(signedIn, id)
}
