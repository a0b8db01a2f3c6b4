import { AuthError } from '../errors.js'
import { keyOf } from '../storage/keys.js'
import { textClaim } from '../tokens/jwt.js'
import { requireSession, type SignedIn } from '../tokens/require-session.js'
import type { CallOptions, World } from '../world.js'
import { type DeviceRecord, findDevice } from './device-record.js'
import { settleDevice } from './track-device.js'

/** A signed-in user on this device: its registration is over, if one was under way. */
export async function onThisDevice(world: World, options?: CallOptions): Promise<SignedIn> {
  const signedIn = await requireSession(world, options)
  await settleDevice(world)
  return signedIn
}

/** The record of this device for the user who is signed in. */
export const ownDevice = ({ world, session }: SignedIn): Promise<DeviceRecord | undefined> =>
  findDevice(world, [session.username, session.signInDetails?.loginId])

/** @throws AuthError DeviceMetadataNotFoundException, which says why there is none and what to do */
export async function requireOwnDevice(signedIn: SignedIn): Promise<DeviceRecord> {
  const device = await ownDevice(signedIn)
  if (!device) throw noDevice(textClaim(signedIn.session.accessToken, 'device_key') !== undefined)
  return device
}

const noDevice = (hadOne: boolean) =>
  new AuthError({
    name: 'DeviceMetadataNotFoundException',
    message: hadOne
      ? 'This device was forgotten, or its registration failed, or its keys are gone from storage.'
      : 'Either the user pool does not track devices, or this sign-in got no device.',
    recoverySuggestion: hadOne
      ? 'Sign out and sign in again: the device then gets a new key, and can be remembered.'
      : 'Let the user pool track devices (DeviceConfiguration), and sign in again. Federated sign-ins get no device.',
  })

/** The id of this device: as it is stored, or as the access token has it. */
export async function ownDeviceId({ world, session }: SignedIn): Promise<string | undefined> {
  const record = await findDevice(world, [session.username, session.signInDetails?.loginId])
  const stored = record?.deviceKey ?? (await world.storage.get(keyOf(world, session.username, 'deviceKey')))
  return stored ?? textClaim(session.accessToken, 'device_key')
}
