import { canBeProved, type Device } from '../devices/device.js'
import { deviceDoesNotExist } from '../errors.js'
import type { World } from '../operation.js'
import type { SecondFactor } from '../pools/pool.js'
import type { TokenSource } from '../triggers/PreTokenGeneration.js'
import { mfaOf, whyAsked } from './mfa-reasons.js'
import { payOut } from './pay-out.js'
import { challengeOf } from './proof-challenge.js'
import { wantedOf, withChoice } from './second-factor.js'
import { owes, type Standing, type Wanted } from './sign-in.js'
import { type Answer, type SignIn, type Step, saltOf, shownDeviceKey } from './step.js'
import { type Asked, type Ticket, writeSession } from './ticket.js'

/** What was proved in the step that ends now, beyond what the sign-in carries. */
export type JustProved = {
  /** The device that proved its secret. */
  device?: Device
  /**
   * What to do with a device key that means nothing. Clients recover from "Device does not exist." at the password
   * and nowhere else (`retryOnResourceNotFoundException.ts`); later in a sign-in the key is ignored.
   */
  unknownDevice?: 'refuse' | 'ignore'
  /** The user replaced a temporary password. */
  newPassword?: true
  /** The device failed to prove itself, and nothing that is owed depends on it: go on as on a new one. */
  withoutDevice?: true
  /** The second factor that the user chose where there are several. */
  chosenFactor?: SecondFactor
}

/** Asks for the next proof that the sign-in owes, or pays out the tokens. */
export async function proceed(
  world: World,
  step: Step,
  signIn: SignIn,
  just: JustProved = {},
): Promise<Answer> {
  const device = await deviceOf(world, step, signIn, just)
  const { standing, wanted, friendlyName } = await standingOf(world, step, signIn, device, just)
  const proof = owes(standing)
  if (proof === undefined) {
    const mfa = mfaOf(step.pool, signIn, device, just)
    const answer = await payOut(world, step, signIn, {
      device: boundDevice(device, just),
      source: tokenSource(just),
      mfa,
    })
    if (mfa.result === 'skipped') world.metrics.secondFactorSpared()
    return answer
  }
  const asking = { wanted, friendlyName, why: whyAsked(step.pool, device, just) }
  const { name, asks, parameters } = await challengeOf(world, step, signIn, proof, asking)
  const ticket = continuing(world, step, signIn, asks, device?.deviceKey)
  if (proof === 'device' && signIn.secondFactorProved)
    await world.stores.provedFactors.note(ticket, new Date(ticket.expiresAt))
  return {
    ChallengeName: name,
    Session: writeSession(world.keyring, ticket),
    ChallengeParameters: parameters,
  }
}

/** What PreTokenGeneration is told of the step that ends the sign-in. */
function tokenSource({ device, newPassword }: JustProved): TokenSource {
  if (device) return 'TokenGeneration_AuthenticateDevice'
  return newPassword ? 'TokenGeneration_NewPasswordChallenge' : 'TokenGeneration_Authentication'
}

type Owing = { standing: Standing; wanted: Wanted; friendlyName: string | undefined }

/** All that decides what is asked next, and the name that the user gave to the authenticator app. */
async function standingOf(
  world: World,
  step: Step,
  { user, secondFactorProved, custom }: SignIn,
  device: Device | undefined,
  just: JustProved,
): Promise<Owing> {
  const deviceProved = just.device !== undefined
  const deviceCanBeProved =
    device !== undefined && canBeProved(device) && shownDeviceKey(step) === device.deviceKey
  const deviceReplacesSecondFactor = step.pool.deviceTracking?.replacesMfa ?? false
  const deviceAnswers = deviceReplacesSecondFactor && (deviceProved || deviceCanBeProved)
  // Once it is proved, or where a device answers for it, nobody asks what the second factor would have been.
  const settled = secondFactorProved || deviceAnswers
  const { wanted, token } = settled ? settledFactor : await wantedOf(world.stores, step.pool, user)
  const chosen = just.chosenFactor && !settled ? withChoice(wanted, just.chosenFactor) : wanted
  const standing: Standing = {
    mustChangePassword: user.status === 'FORCE_CHANGE_PASSWORD' && custom !== 'without password',
    secondFactor: chosen.secondFactor,
    secondFactorProved,
    deviceCanBeProved,
    deviceProved,
    deviceReplacesSecondFactor,
  }
  return { standing, wanted: chosen, friendlyName: token?.friendlyName }
}

const settledFactor = { wanted: { secondFactor: 'not wanted' }, token: undefined } as const

async function deviceOf(
  world: World,
  step: Step,
  signIn: SignIn,
  just: JustProved,
): Promise<Device | undefined> {
  if (just.device) return just.device
  return just.withoutDevice ? undefined : presentedDevice(world, step, signIn, just.unknownDevice ?? 'ignore')
}

/** The user's own device that the call names, or an earlier call of this sign-in named. */
async function presentedDevice(
  world: World,
  step: Step,
  signIn: SignIn,
  unknown: 'refuse' | 'ignore',
): Promise<Device | undefined> {
  if (!step.pool.deviceTracking) return undefined
  const shown = shownDeviceKey(step)
  const deviceKey = shown ?? signIn.deviceKey
  if (deviceKey === undefined) return undefined
  const { poolId, userId } = signIn.user
  const device = await world.stores.devices.findTracked({ poolId, userId, deviceKey })
  if (!device && shown !== undefined && unknown === 'refuse') throw deviceDoesNotExist()
  return device
}

/**
 * The device that the tokens are bound to. One that is remembered must have proved itself: its key alone, which is
 * no secret, does not make a sign-in its own. One that is not remembered is taken at its word, as it proves nothing.
 */
function boundDevice(device: Device | undefined, just: JustProved): Device | undefined {
  if (just.device) return just.device
  return device?.state === 'not_remembered' ? device : undefined
}

/** The ticket for the next step of a sign-in. */
export function continuing(
  world: World,
  step: Step,
  signIn: SignIn,
  asks: Asked,
  deviceKey: string | undefined,
): Ticket {
  const { user, signInId, typedName, startedAt, secondFactorProved, secondFactorSetUp } = signIn
  const { spent, passkeyCounted, custom } = signIn
  return {
    signInId,
    poolId: user.poolId,
    clientId: step.client.clientId,
    userId: user.userId,
    asks,
    typedName,
    passwordSalt: saltOf(user),
    secondFactorProved,
    secondFactorSetUp,
    spent,
    passkeyCounted,
    custom,
    deviceKey,
    startedAt,
    expiresAt: world.clock.now().getTime() + step.client.signInStepSeconds * 1000,
  }
}
