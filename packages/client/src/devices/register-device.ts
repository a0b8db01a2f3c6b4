import { newDeviceSecret, toBase64 } from '@latchkey/srp'
import { asking } from '../call.js'
import { AuthError, hasName } from '../errors.js'
import { emit } from '../events.js'
import { keyOf } from '../storage/keys.js'
import { textClaim } from '../tokens/jwt.js'
import type { Session } from '../tokens/session.js'
import type { World } from '../world.js'
import { ownDeviceName } from './device-name.js'
import { dropSecret, openSecret, sealSecret } from './device-record.js'
import { keepDevice } from './keep-device.js'
import { type PendingDevice, type Registration, stillWaits } from './pending-device.js'

/**
 * Makes a secret, registers its verifier, and keeps the keys. What was begun is kept before it is sent: it goes on with
 * the same secret if the page is closed meanwhile. Where another sign-in has brought another device meanwhile, that one
 * counts, and nothing is kept of this one.
 */
export async function registerDevice(world: World, session: Session, pending: PendingDevice): Promise<void> {
  const { deviceKey: deviceId } = pending
  try {
    const begun = await begin(world, session, pending)
    if (!begun) return
    const userConfirmationNecessary = await confirm(world, session, pending, begun)
    const otherNames = [session.signInDetails?.loginId, textClaim(session.accessToken, 'username')]
    const device = { ...pending, secret: begun.registration.secret, salt: begun.registration.salt }
    const isOwn = stillWaits(world, session.username, pending)
    if (await keepDevice(world, session.username, device, otherNames, isOwn)) {
      emit({ type: 'deviceTracked', deviceId, userConfirmationNecessary })
    } else {
      await dropSecret(world, deviceId)
    }
  } catch (thrown) {
    await fail(world, session, pending, thrown)
  }
}

type Begun = { registration: Registration; isResumed: boolean }

/** The registration that was begun, unless its secret is gone with the vault; else a new one. */
async function begin(
  world: World,
  { username }: Session,
  pending: PendingDevice,
): Promise<Begun | undefined> {
  const { registration: before, deviceKey } = pending
  if (before && (before.secret ?? (await openSecret(world, deviceKey)))) {
    return { registration: before, isResumed: true }
  }
  const registration = await newRegistration(world, pending)
  const changes = { [keyOf(world, username, 'pendingDevice')]: JSON.stringify({ ...pending, registration }) }
  if (await world.storage.change(changes, stillWaits(world, username, pending))) {
    return { registration, isResumed: false }
  }
  await dropSecret(world, deviceKey)
  return undefined
}

async function newRegistration(world: World, device: PendingDevice): Promise<Registration> {
  const made = await newDeviceSecret(await world.engine(), device.deviceGroupKey, device.deviceKey)
  const secret = await sealSecret(world, device.deviceKey, made.secret)
  return { secret, salt: toBase64(made.salt), verifier: toBase64(made.verifier) }
}

/**
 * Said twice in the same words it is answered again by Latchkey, and refused as known by Cognito.
 *
 * @returns whether the pool leaves it to the user to remember the device
 */
async function confirm(
  world: World,
  { accessToken }: Session,
  { deviceKey: DeviceKey }: PendingDevice,
  { registration, isResumed }: Begun,
): Promise<boolean> {
  const { salt: Salt, verifier: PasswordVerifier } = registration
  try {
    const answer = await asking(world)('ConfirmDevice', {
      AccessToken: accessToken.toString(),
      DeviceKey,
      DeviceName: nameOf(world),
      DeviceSecretVerifierConfig: { Salt, PasswordVerifier },
    })
    return answer.UserConfirmationNecessary ?? false
  } catch (error) {
    if (!isResumed || !hasName(error, 'DeviceKeyExistsException')) throw error
    // The answer that was lost said it. To ask a user once too often does no harm.
    return true
  }
}

/** DeviceNameType of the service model: 1 to 1024 characters. */
function nameOf({ deviceName = ownDeviceName }: World): string {
  try {
    return deviceName().slice(0, 1024) || ownDeviceName()
  } catch {
    return ownDeviceName()
  }
}

/** What the server refused for good is given up; anything else (no network, no vault) is tried again. */
async function fail(
  world: World,
  { username }: Session,
  pending: PendingDevice,
  thrown: unknown,
): Promise<void> {
  const { deviceKey: deviceId } = pending
  const error = thrown instanceof AuthError ? thrown : notTracked(thrown)
  // Another page registered it at the same time: that one keeps it.
  const willRetry = !isFinal(error) || hasName(error, 'DeviceKeyExistsException')
  if (!willRetry) {
    const changes = { [keyOf(world, username, 'pendingDevice')]: undefined }
    await world.storage.change(changes, stillWaits(world, username, pending))
    await dropSecret(world, deviceId)
  }
  emit({ type: 'deviceTrackingFailed', deviceId, error, willRetry })
}

const notTracked = (underlyingError: unknown) =>
  new AuthError({
    name: 'DeviceTrackingException',
    message: 'The device was not tracked.',
    recoverySuggestion: 'It is tried again at a later call.',
    underlyingError,
  })

const isFinal = ({ name, metadata }: AuthError) => {
  const status = metadata?.httpStatusCode ?? 0
  return status >= 400 && status < 500 && status !== 429 && name !== 'TooManyRequestsException'
}
