import { bigIntToHex, deviceIdentity, pad, toBase64 } from '@latchkey/srp'
import { loseDevice } from '../devices/device-record.js'
import { markProved } from '../devices/keep-device.js'
import { AuthError, hasName } from '../errors.js'
import { userContextData } from '../user-context.js'
import type { Answer, SignIn } from './flow.js'
import type { KnownDevice } from './known-device.js'
import { claim, refusedChallenge } from './srp-challenge.js'

/**
 * The server refused the proof of the device, and what was kept of it is dropped: the sign-in has to begin again, as on
 * a new device. (Amazon Cognito; Latchkey says "Device does not exist." instead.)
 */
export class StaleDeviceSecret extends Error {
  constructor(readonly refusal: AuthError) {
    super(refusal.message)
  }
}

/** One proof of the device, which takes two messages: DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER. */
export async function proveDevice(
  signIn: SignIn,
  username: string,
  device: KnownDevice,
  session: string | undefined,
): Promise<Answer> {
  const { world } = signIn
  const named = { USERNAME: username, DEVICE_KEY: device.deviceKey }
  const ephemeral = await device.ephemeral()
  const challenge = await step(signIn, 'DEVICE_SRP_AUTH', session, {
    ...named,
    SRP_A: bigIntToHex(ephemeral.A),
  })
  const { ChallengeName, ChallengeParameters } = challenge
  if (ChallengeName !== 'DEVICE_PASSWORD_VERIFIER')
    throw refusedChallenge(`${ChallengeName} follows DEVICE_SRP_AUTH`)
  const identity = deviceIdentity(device.deviceGroupKey, device.deviceKey)
  const { salt, responses } = await claim(
    world,
    { identity, secret: device.secret, ephemeral },
    ChallengeParameters,
  )
  const answer = await step(signIn, 'DEVICE_PASSWORD_VERIFIER', challenge.Session, {
    ...named,
    ...(ChallengeParameters?.USERNAME && { USERNAME: ChallengeParameters.USERNAME }),
    ...responses,
  }).catch((error) => refused(signIn, device, error))
  await markProved(world, device, toBase64(pad(salt)))
  return answer
}

function step(
  { world, ask, clientMetadata: ClientMetadata }: SignIn,
  ChallengeName: 'DEVICE_SRP_AUTH' | 'DEVICE_PASSWORD_VERIFIER',
  Session: string | undefined,
  ChallengeResponses: Record<string, string>,
): Promise<Answer> {
  return ask('RespondToAuthChallenge', {
    ChallengeName,
    ClientId: world.pool.clientId,
    ChallengeResponses,
    ClientMetadata,
    Session,
    UserContextData: userContextData(world, ChallengeResponses.USERNAME ?? ''),
  })
}

/** Other refusals of the same name (a session that ran out) say nothing about the device. */
async function refused({ world }: SignIn, device: KnownDevice, error: unknown): Promise<never> {
  const isStale = hasName(error, 'NotAuthorizedException') && /incorrect/i.test((error as Error).message)
  if (!isStale || !(error instanceof AuthError)) throw error
  await loseDevice(world, device)
  throw new StaleDeviceSecret(error)
}
