import { deviceIdentity, fromBase64, makeVerifier, toBase64 } from '@latchkey/srp'
import { AuthError, hasName } from '../errors.js'
import { keyOf } from '../storage/keys.js'
import type { SignedIn } from '../tokens/require-session.js'
import type { DeviceRecord } from './device-record.js'

/** ConfirmDevice again, with the same verifier and another name: only the device itself can say that. */
export async function renameDevice(
  signedIn: SignedIn,
  device: DeviceRecord,
  DeviceName: string,
): Promise<void> {
  const { world, ask, AccessToken } = signedIn
  const { deviceKey: DeviceKey, deviceGroupKey, secret, owner } = device
  const Salt = await world.storage.get(keyOf(world, owner, 'deviceSalt'))
  const salt = Salt && fromBase64(Salt)
  if (!salt) {
    throw cannotRename(
      'it was tracked by another library',
      'Sign in once more on this device, and name it then.',
    )
  }
  const verifier = await makeVerifier(
    await world.engine(),
    deviceIdentity(deviceGroupKey, DeviceKey),
    secret,
    salt,
  )
  const DeviceSecretVerifierConfig = { Salt, PasswordVerifier: toBase64(verifier) }
  try {
    await ask('ConfirmDevice', { AccessToken, DeviceKey, DeviceName, DeviceSecretVerifierConfig })
  } catch (error) {
    if (!hasName(error, 'DeviceKeyExistsException', 'InvalidParameterException')) throw error
    throw cannotRename('this server names devices only once', 'Pass deviceName to configure().', error)
  }
}

const cannotRename = (reason: string, recoverySuggestion: string, underlyingError?: unknown) =>
  new AuthError({
    name: 'DeviceNameNotSupportedException',
    message: `The device is remembered, but keeps its name: ${reason}.`,
    recoverySuggestion,
    underlyingError,
  })
