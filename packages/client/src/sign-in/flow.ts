import type { ChallengeNameType, InitiateAuthRequest, InitiateAuthResponse } from '@latchkey/wire'
import type { Ask } from '../call.js'
import { loseDevice } from '../devices/device-record.js'
import { AuthError, hasName, signInError } from '../errors.js'
import type { ClientMetadata, SignInDetails } from '../types.js'
import { userContextData } from '../user-context.js'
import type { World } from '../world.js'
import { proveDevice } from './device-proof.js'
import type { KnownDevice } from './known-device.js'

/** A sign-in on its way: what all its steps have in common. */
export type SignIn = {
  readonly world: World
  readonly ask: Ask
  readonly details: SignInDetails | undefined
  readonly clientMetadata: ClientMetadata | undefined
}

/** What the server answers to any step: another challenge, or tokens. */
export type Answer = InitiateAuthResponse

/** Where a sign-in has got: the answer, and the name that the user has in the keys of the storage. */
export type Progress = { readonly answer: Answer; readonly username: string }

/** InitiateAuth. With a device, its key goes along, and it is proved where the server asks for that. */
export async function initiate(
  signIn: SignIn,
  AuthFlow: InitiateAuthRequest['AuthFlow'],
  parameters: Record<string, string>,
  {
    device,
    session,
    typed,
  }: { device?: KnownDevice | undefined; session?: string | undefined; typed: string },
): Promise<Progress> {
  const { world, ask, clientMetadata: ClientMetadata } = signIn
  const answer = await ask('InitiateAuth', {
    AuthFlow,
    AuthParameters: { ...parameters, ...(device && { DEVICE_KEY: device.deviceKey }) },
    ClientMetadata,
    ClientId: world.pool.clientId,
    Session: session,
    UserContextData: userContextData(world, typed),
  })
  const { USERNAME, USER_ID_FOR_SRP } = answer.ChallengeParameters ?? {}
  const username = USERNAME ?? USER_ID_FOR_SRP ?? typed
  return { username, answer: await withProof(signIn, username, answer, device) }
}

/** RespondToAuthChallenge, likewise. While the server thinks, the device prepares what it will likely be asked for. */
export async function respond(
  signIn: SignIn,
  ChallengeName: ChallengeNameType,
  username: string,
  responses: Record<string, string>,
  { device, session }: { device: KnownDevice | undefined; session: string | undefined },
): Promise<Answer> {
  const { world, ask, clientMetadata: ClientMetadata } = signIn
  const asked = ask('RespondToAuthChallenge', {
    ChallengeName,
    ChallengeResponses: { USERNAME: username, ...responses, ...(device && { DEVICE_KEY: device.deviceKey }) },
    ClientMetadata,
    Session: session,
    ClientId: world.pool.clientId,
    UserContextData: userContextData(world, username),
  })
  if (device?.isProved) device.ephemeral().catch(() => {})
  return withProof(signIn, username, await asked, device)
}

/** A device is only ever asked after a step that named it: anything else is not this protocol. */
async function withProof(signIn: SignIn, username: string, answer: Answer, device: KnownDevice | undefined) {
  if (answer.ChallengeName !== 'DEVICE_SRP_AUTH') return answer
  if (!device) throw signInError('The server asks for the proof of a device that was not named.')
  return proveDevice(signIn, username, device, answer.Session)
}

/**
 * Does a step with the device; where the server says that there is no such device (it was forgotten elsewhere, or its
 * user was deleted and made again), drops what is kept of it and does the same step once more without: the sign-in goes
 * on as on a new device. Once only, since there is no device the second time.
 */
export async function recovering<Result>(
  world: World,
  device: KnownDevice | undefined,
  step: (device: KnownDevice | undefined) => Promise<Result>,
): Promise<Result> {
  try {
    return await step(device)
  } catch (error) {
    if (!device || !isUnknownDevice(error)) throw error
    await loseDevice(world, device)
    return step(undefined)
  }
}

const isUnknownDevice = (error: unknown) =>
  error instanceof AuthError &&
  hasName(error, 'ResourceNotFoundException') &&
  error.message.includes('Device does not exist.')
