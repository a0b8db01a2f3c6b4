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
  await signedIn.ask.within(settleDevice(world))
  return signedIn
}

/** The record of this device for the user who is signed in; not one of another session of theirs. */
export async function ownDevice({ world, session }: SignedIn): Promise<DeviceRecord | undefined> {
  const record = await findDevice(world, [session.username, session.signInDetails?.loginId])
  const claimed = claimOf(session)
  return record && (claimed === undefined || isSame(record.deviceKey, claimed)) ? record : undefined
}

/** The device that the server gave the access token to. */
const claimOf = ({ accessToken }: SignedIn['session']) => textClaim(accessToken, 'device_key')

/** Samples of Amazon Cognito show the claim with the region in front, and without. */
const isSame = (deviceKey: string, claimed: string) =>
  deviceKey === claimed || deviceKey.endsWith(`_${claimed}`)

/** @throws AuthError DeviceMetadataNotFoundException, which says why there is none and what to do */
export async function requireOwnDevice(signedIn: SignedIn): Promise<DeviceRecord> {
  const device = await ownDevice(signedIn)
  if (!device) throw noDevice(claimOf(signedIn.session) !== undefined)
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

/** Whether a device is this one, by its id: the access token says so, and else what is stored. */
export async function ownId({ world, session }: SignedIn): Promise<(deviceKey: string) => boolean> {
  const claimed = claimOf(session) ?? (await world.storage.get(keyOf(world, session.username, 'deviceKey')))
  return (deviceKey) => claimed !== undefined && isSame(deviceKey, claimed)
}
