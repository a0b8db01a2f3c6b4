import { world } from '../configure.js'
import { onThisDevice, ownId } from '../devices/own-device.js'
import { emit } from '../events.js'
import type { CallOptions } from '../world.js'
import { askLatchkey } from './ask-latchkey.js'
import { goneHere } from './gone-here.js'
import type { SignOutDeviceInput } from './types.js'

/**
 * Forgets a device of the user's and signs it out at once: the server takes its access tokens no more, where
 * `forgetDevice` lets them live until they expire. It is a new device at its next sign-in. Of this device: the user is
 * signed out here.
 *
 * @throws AuthError LatchkeyServerRequiredException; ResourceNotFoundException when it is not (or no longer) tracked; or
 *   another error of ForgetAndSignOutDevice
 * @example
 * await signOutDevice({ device: { id: 'eu-west-1_0f0e…' } })
 * // ForgetAndSignOutDevice { AccessToken, DeviceKey: 'eu-west-1_0f0e…' }
 */
export async function signOutDevice({ device }: SignOutDeviceInput, options?: CallOptions): Promise<void> {
  const signedIn = await onThisDevice(world(), options)
  const isOwn = await ownId(signedIn)
  const { AccessToken } = signedIn
  await askLatchkey(signedIn, 'ForgetAndSignOutDevice', { AccessToken, DeviceKey: device.id })
  if (isOwn(device.id)) await goneHere(signedIn)
  else emit({ type: 'deviceForgotten', deviceId: device.id })
}
