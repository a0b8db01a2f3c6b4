import type { ChallengeNameType } from '@latchkey/wire'
import { canBeProved, type Device } from '../devices/device.js'
import { deviceDoesNotExist } from '../errors.js'
import type { World } from '../operation.js'
import type { TokenSource } from '../triggers/PreTokenGeneration.js'
import { missingAttributes } from '../users/attributes.js'
import { visibleAttributes } from '../users/visible.js'
import { payOut } from './pay-out.js'
import { owes, type Proof, type Standing, secondFactorWanted } from './sign-in.js'
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
}

/** How each proof is asked for on the wire, and what the answering ticket says. */
const challenges: Record<Proof, { name: ChallengeNameType; asks: Asked }> = {
  'new password': { name: 'NEW_PASSWORD_REQUIRED', asks: 'new password' },
  'second factor set-up': { name: 'MFA_SETUP', asks: 'second factor set-up' },
  'second factor': { name: 'SOFTWARE_TOKEN_MFA', asks: 'second factor' },
  device: { name: 'DEVICE_SRP_AUTH', asks: 'device key' },
}

/** Asks for the next proof that the sign-in owes, or pays out the tokens. */
export async function proceed(
  world: World,
  step: Step,
  signIn: SignIn,
  just: JustProved = {},
): Promise<Answer> {
  const device = await deviceOf(world, step, signIn, just)
  const { standing, friendlyName } = await standingOf(world, step, signIn, device, just)
  const proof = owes(standing)
  if (proof === undefined) return payOut(world, step, signIn, boundDevice(device, just), tokenSource(just))
  const { name, asks } = challenges[proof]
  const ticket = continuing(world, step, signIn, asks, device?.deviceKey)
  return {
    ChallengeName: name,
    Session: writeSession(world.keyring, ticket),
    ChallengeParameters: parametersOf(proof, step, signIn, friendlyName),
  }
}

/** What PreTokenGeneration is told of the step that ends the sign-in. */
function tokenSource({ device, newPassword }: JustProved): TokenSource {
  if (device) return 'TokenGeneration_AuthenticateDevice'
  return newPassword ? 'TokenGeneration_NewPasswordChallenge' : 'TokenGeneration_Authentication'
}

/** All that decides what is asked next, and the name that the user gave to the authenticator app. */
async function standingOf(
  world: World,
  step: Step,
  { user, secondFactorProved }: SignIn,
  device: Device | undefined,
  just: JustProved,
): Promise<{ standing: Standing; friendlyName: string | undefined }> {
  const deviceProved = just.device !== undefined
  const deviceCanBeProved =
    device !== undefined && canBeProved(device) && shownDeviceKey(step) === device.deviceKey
  const deviceReplacesSecondFactor = step.pool.deviceTracking?.replacesMfa ?? false
  const deviceAnswers = deviceReplacesSecondFactor && (deviceProved || deviceCanBeProved)
  // Where a device answers for the second factor, nobody asks what the second factor would have been.
  const token =
    step.pool.mfa === 'off' || deviceAnswers ? undefined : await world.stores.softwareTokens.find(user)
  const has = {
    hasSoftwareToken: token !== undefined,
    softwareTokenEnabled: user.mfa.enabled.includes('software token'),
  }
  const standing: Standing = {
    mustChangePassword: user.status === 'FORCE_CHANGE_PASSWORD',
    secondFactor: deviceAnswers ? 'not wanted' : secondFactorWanted(step.pool, has),
    secondFactorProved,
    deviceCanBeProved,
    deviceProved,
    deviceReplacesSecondFactor,
  }
  return { standing, friendlyName: token?.friendlyName }
}

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
    deviceKey,
    startedAt,
    expiresAt: world.clock.now().getTime() + step.client.signInStepSeconds * 1000,
  }
}

function parametersOf(
  proof: Proof,
  { pool, client }: Step,
  { user }: SignIn,
  friendlyName: string | undefined,
): Record<string, string> {
  switch (proof) {
    case 'new password':
      return {
        USER_ID_FOR_SRP: user.username,
        userAttributes: JSON.stringify(visibleAttributes(pool, client, user.attributes)),
        requiredAttributes: JSON.stringify(
          missingAttributes(pool.schema, user.attributes).map((name) => `userAttributes.${name}`),
        ),
      }
    case 'second factor set-up':
      return { USER_ID_FOR_SRP: user.username, MFAS_CAN_SETUP: JSON.stringify(['SOFTWARE_TOKEN_MFA']) }
    case 'second factor':
      return {
        USER_ID_FOR_SRP: user.username,
        ...(friendlyName === undefined ? {} : { FRIENDLY_DEVICE_NAME: friendlyName }),
      }
    case 'device':
      // Nothing: a USERNAME other than the typed one makes aws-amplify look its device up under the wrong name.
      return {}
  }
}
