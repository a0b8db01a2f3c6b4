import { world } from '../configure.js'
import { ensure } from '../errors.js'
import { requireSession } from '../tokens/require-session.js'
import type { CallOptions } from '../world.js'
import { askLatchkey } from './ask-latchkey.js'
import type { RenameDeviceInput } from './types.js'

/**
 * Calls a device of the user's something else: this one, or any other.
 *
 * @throws AuthError InvalidDeviceName; LatchkeyServerRequiredException; ResourceNotFoundException when it is not (or no
 *   longer) tracked; InvalidParameterException for a name with control characters; or another error of RenameDevice
 * @example
 * await renameDevice({ device: { id: 'eu-west-1_0f0e…' }, name: 'Ann’s laptop' })
 * // RenameDevice { AccessToken, DeviceKey: 'eu-west-1_0f0e…', DeviceName: 'Ann’s laptop' }
 */
export async function renameDevice(
  { device, name }: RenameDeviceInput,
  options?: CallOptions,
): Promise<void> {
  ensure(name && name.length <= 1024, 'InvalidDeviceName', 'A device name has 1 to 1024 characters.')
  const signedIn = await requireSession(world(), options)
  const { AccessToken } = signedIn
  await askLatchkey(signedIn, 'RenameDevice', { AccessToken, DeviceKey: device.id, DeviceName: name })
}
