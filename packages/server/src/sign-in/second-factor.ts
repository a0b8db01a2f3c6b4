import { invalidParameter, invalidSession, Refusal } from '../errors.js'
import type { Happened } from '../events/event.js'
import { happenedAgain } from '../events/happened.js'
import type { SoftwareToken } from '../mfa/software-token-store.js'
import type { Stores, World } from '../operation.js'
import { offeredSecondFactors, type Pool, type SecondFactor } from '../pools/pool.js'
import { addresses, isVerified } from '../users/attributes.js'
import { recoveryAddressOf } from '../users/recovery.js'
import { addressOf, factorOf, setUpFactors } from '../users/second-factors.js'
import type { User } from '../users/user.js'
import { type SecondFactors, secondFactorWanted, type Wanted } from './sign-in.js'
import { type SignInCode, sendSignInCode, takeSignInCode } from './sign-in-code.js'
import type { SignIn, Step } from './step.js'

/** The second factor of a sign-in: which one is wanted, and how it is asked for. */

/** What pool and user want of a second factor, as things stand now. */
export async function wantedOf(
  stores: Stores,
  pool: Pool,
  user: User,
): Promise<{ wanted: Wanted; token: SoftwareToken | undefined }> {
  const offers = offeredSecondFactors(pool)
  const token = offers.includes('software token') ? await stores.softwareTokens.find(user) : undefined
  const wanted = secondFactorWanted({ mfa: pool.mfa, offers }, factorsOf(pool, user, token !== undefined))
  return { wanted, token }
}

function factorsOf(pool: Pool, user: User, hasToken: boolean): SecondFactors {
  const setUp = setUpFactors(user).filter((factor) => factor !== 'software token' || hasToken)
  const known = addresses.filter((address) => user.attributes[address])
  const verified = known.filter((address) => isVerified(user.attributes, address))
  const recovery = recoveryAddressOf(pool, user)
  return {
    setUp,
    preferred: setUp.find((factor) => factor === user.mfa.preferred),
    usable: [
      ...(hasToken ? (['software token'] as const) : []),
      ...verified.filter((address) => address !== recovery).map(factorOf),
    ],
    // Never an address that is verified: a password alone must not replace it.
    canBeSetUp: [
      ...(hasToken ? [] : (['software token'] as const)),
      ...(verified.includes('email') ? [] : (['email code'] as const)),
    ],
    lastResort: known.map(factorOf),
  }
}

/** The factor that the user chose. Throws InvalidParameterException when it is none of those to choose from. */
export function withChoice(wanted: Wanted, chosen: SecondFactor): Wanted {
  if (!choicesIn(wanted).includes(chosen))
    throw invalidParameter('The chosen MFA type is not one of those to choose from.')
  return { secondFactor: 'wanted', factor: chosen }
}

function choicesIn(wanted: Wanted): readonly SecondFactor[] {
  if (wanted.secondFactor === 'to be chosen') return wanted.among
  return wanted.secondFactor === 'wanted' ? [wanted.factor] : []
}

/** A second factor is required and this user can have none. It is said to whoever knows the password only. */
export const noSecondFactor = () =>
  new Refusal(
    'InvalidUserPoolConfigurationException',
    'A second factor is required, and the user has none and can set none up here. An operator has to add one.',
    'no second factor',
  )

/** Asks for a second factor, which is put on record: sends its code, if it has one. @returns the parameters of the challenge. */
export async function askForFactor(
  world: World,
  step: Step,
  { user, signInId }: Pick<SignIn, 'user' | 'signInId'>,
  factor: SecondFactor,
  friendlyName: string | undefined,
  asked: Happened,
): Promise<Record<string, string>> {
  const code = codeOf({ user, signInId }, factor)
  if (code) return sendSignInCode(world, step, user, code, asked)
  await happenedAgain(world, world.stores, user, asked)
  return friendlyName === undefined ? {} : { FRIENDLY_DEVICE_NAME: friendlyName }
}

/** The code by which a user proves a second factor; undefined for one that no code is sent for. */
export function codeOf(
  { user, signInId }: Pick<SignIn, 'user' | 'signInId'>,
  factor: SecondFactor,
): SignInCode | undefined {
  const address = addressOf(factor)
  return address && { signInId, factor: 'second factor', address, to: user.attributes[address] ?? '' }
}

/** Takes the code of a second factor, and spends it. Throws as `takeSignInCode` does. */
export async function takeFactorCode(
  world: World,
  signIn: SignIn,
  factor: SecondFactor,
  code: string,
): Promise<void> {
  const about = codeOf(signIn, factor)
  if (!about) throw invalidSession()
  await takeSignInCode(world, signIn.user, about, code)
}
