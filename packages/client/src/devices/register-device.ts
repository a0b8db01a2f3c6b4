import { newDeviceSecret, toBase64 } from '@latchkey/srp'
import { asking } from '../call.js'
import { AuthError, hasName, unexpectedResponse } from '../errors.js'
import { emit } from '../events.js'
import { keyOf } from '../storage/keys.js'
import { textClaim } from '../tokens/jwt.js'
import type { Session } from '../tokens/session.js'
import type { World } from '../world.js'
import { ownDeviceName } from './device-name.js'
import { keepDevice, openSecret, sealSecret } from './device-record.js'
import type { PendingDevice, Registration } from './track-device.js'

/**
 * Makes a secret, registers its verifier, and keeps the keys. What was begun is kept before it is sent: it goes on with
 * the same secret if the page is closed meanwhile.
 */
export async function registerDevice(world: World, session: Session, pending: PendingDevice): Promise<void> {
  const { username } = session
  const { deviceKey: deviceId, deviceGroupKey } = pending
  const key = keyOf(world, username, 'pendingDevice')
  try {
    const registration = await registrationOf(world, pending)
    await world.storage.change({ [key]: JSON.stringify({ ...pending, registration }) })
    const userConfirmationNecessary = await confirm(world, session, deviceId, registration)
    const { salt, secret = (await openSecret(world, deviceId)) ?? '' } = registration
    const otherNames = [session.signInDetails?.loginId, textClaim(session.accessToken, 'username')]
    await keepDevice(world, username, { deviceKey: deviceId, deviceGroupKey, secret, salt }, otherNames)
    emit({ type: 'deviceTracked', deviceId, userConfirmationNecessary })
  } catch (thrown) {
    const error =
      thrown instanceof AuthError ? thrown : unexpectedResponse('The device was not tracked.', thrown)
    const willRetry = isPassing(error)
    if (!willRetry) await world.storage.change({ [key]: undefined })
    emit({ type: 'deviceTrackingFailed', deviceId, error, willRetry })
  }
}

/** The one that was begun, unless its secret is gone with the vault; else a new one. */
async function registrationOf(world: World, device: PendingDevice): Promise<Registration> {
  const { registration } = device
  const isWhole = registration && (registration.secret ?? (await openSecret(world, device.deviceKey)))
  return isWhole ? registration : newRegistration(world, device)
}

async function newRegistration(world: World, device: PendingDevice): Promise<Registration> {
  const made = await newDeviceSecret(await world.engine(), device.deviceGroupKey, device.deviceKey)
  const secret = await sealSecret(world, device.deviceKey, made.secret)
  return { secret, salt: toBase64(made.salt), verifier: toBase64(made.verifier) }
}

/** Said twice in the same words it is answered again by Latchkey, and refused as known by Cognito. */
async function confirm(
  world: World,
  { accessToken }: Session,
  DeviceKey: string,
  { salt: Salt, verifier: PasswordVerifier }: Registration,
): Promise<boolean> {
  try {
    const answer = await asking(world)('ConfirmDevice', {
      AccessToken: accessToken.toString(),
      DeviceKey,
      DeviceName: (world.deviceName ?? ownDeviceName)(),
      DeviceSecretVerifierConfig: { Salt, PasswordVerifier },
    })
    return answer.UserConfirmationNecessary ?? false
  } catch (error) {
    if (!hasName(error, 'DeviceKeyExistsException')) throw error
    // The answer that was lost said it. To ask a user once too often does no harm.
    return true
  }
}

const isPassing = ({ name, metadata }: AuthError) =>
  ['NetworkError', 'TimeoutError', 'TooManyRequestsException'].includes(name) ||
  (metadata?.httpStatusCode ?? 0) >= 500
