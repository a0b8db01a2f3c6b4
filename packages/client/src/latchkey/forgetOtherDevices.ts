import { world } from '../configure.js'
import { onThisDevice } from '../devices/own-device.js'
import type { CallOptions } from '../world.js'
import { askLatchkey } from './ask-latchkey.js'
import { goneHere } from './gone-here.js'
import type { ForgetOtherDevicesInput, ForgetOtherDevicesOutput } from './types.js'

/**
 * Forgets all other devices of the user's, whether they are remembered or not, and signs the user out everywhere else, at
 * once. With `includeThisDevice`, here as well.
 *
 * @throws AuthError UserUnAuthenticatedException when nobody is signed in; LatchkeyServerRequiredException; or an error of
 *   ForgetOtherDevices
 * @example
 * await forgetOtherDevices()
 * // ForgetOtherDevices { AccessToken }
 * // { forgotten: 1 }
 */
export async function forgetOtherDevices(
  input: ForgetOtherDevicesInput = {},
  options?: CallOptions,
): Promise<ForgetOtherDevicesOutput> {
  const signedIn = await onThisDevice(world(), options)
  const { Forgotten } = await askLatchkey(signedIn, 'ForgetOtherDevices', {
    AccessToken: signedIn.AccessToken,
    IncludeThisDevice: input.includeThisDevice,
  })
  if (input.includeThisDevice) await goneHere(signedIn)
  return { forgotten: Forgotten }
}
