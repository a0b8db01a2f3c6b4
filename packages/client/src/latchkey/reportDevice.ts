import { world } from '../configure.js'
import { onThisDevice } from '../devices/own-device.js'
import { emit } from '../events.js'
import type { CallOptions } from '../world.js'
import { askLatchkey } from './ask-latchkey.js'
import { lowerFirst } from './from-wire.js'
import type { ReportDeviceInput, ReportDeviceOutput } from './types.js'

/**
 * "This wasn't me": forgets a device, signs it out at once, and ends the password, which somebody else may know. This
 * session goes on, and `updatePassword` sets another password in it. Passkeys stay as they are: see
 * `listWebAuthnCredentials`.
 *
 * @throws AuthError LatchkeyServerRequiredException; InvalidParameterException of this very device;
 *   ResourceNotFoundException when it is not (or no longer) tracked; or another error of ReportDevice
 * @example
 * await reportDevice({ device: { id: 'eu-west-1_0f0e…' } })
 * // ReportDevice { AccessToken, DeviceKey: 'eu-west-1_0f0e…' }
 * // { passwordChange: 'required' }
 */
export async function reportDevice(
  { device }: ReportDeviceInput,
  options?: CallOptions,
): Promise<ReportDeviceOutput> {
  const signedIn = await onThisDevice(world(), options)
  const { AccessToken } = signedIn
  const { PasswordChange } = await askLatchkey(signedIn, 'ReportDevice', {
    AccessToken,
    DeviceKey: device.id,
  })
  emit({ type: 'deviceForgotten', deviceId: device.id })
  return { passwordChange: lowerFirst(PasswordChange) }
}
