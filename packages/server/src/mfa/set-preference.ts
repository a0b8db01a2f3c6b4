import type { SMSMfaSettingsType } from '@latchkey/wire'
import { invalidParameter } from '../errors.js'
import { happened } from '../events/happened.js'
import type { Stores, World } from '../operation.js'
import { offeredSecondFactors, type Pool, type SecondFactor } from '../pools/pool.js'
import { isVerified } from '../users/attributes.js'
import { addressOf } from '../users/second-factors.js'
import { type SecondFactorPreference, type User, withFactor } from '../users/user.js'

type Setting = SMSMfaSettingsType | undefined

type Preferences = {
  SMSMfaSettings?: Setting
  EmailMfaSettings?: Setting
  WebAuthnMfaSettings?: { Enabled?: boolean | undefined } | undefined
  SoftwareTokenMfaSettings?: Setting
}

/** What a request says of one factor. */
type Change = { factor: SecondFactor; enabled: boolean; preferred: boolean }

/** Which second factors a user wants. What is not named stays as it is. Throws InvalidParameterException. */
export async function setMfaPreference(
  world: World,
  pool: Pool,
  user: User,
  wanted: Preferences,
): Promise<void> {
  if (wanted.WebAuthnMfaSettings?.Enabled)
    throw invalidParameter(
      'WebAuthnMfaSettings is not served: whether a passkey is also the second factor is said by the pool, in its FactorConfiguration.',
    )
  await changeFactors(world, pool, user, changesOf(wanted))
}

function changesOf(wanted: Preferences): Change[] {
  const named: [SecondFactor, Setting][] = [
    ['sms code', wanted.SMSMfaSettings],
    ['email code', wanted.EmailMfaSettings],
    ['software token', wanted.SoftwareTokenMfaSettings],
  ]
  const changes = named.flatMap(([factor, setting]) =>
    setting ? [{ factor, enabled: setting.Enabled ?? false, preferred: setting.PreferredMfa ?? false }] : [],
  )
  if (changes.some(({ enabled, preferred }) => preferred && !enabled))
    throw invalidParameter('A preferred MFA setting must be enabled.')
  if (changes.filter(({ preferred }) => preferred).length > 1)
    throw invalidParameter('Only one MFA setting can be preferred.')
  return changes
}

/** Switches second factors on and off. Throws InvalidParameterException. */
export async function changeFactors(
  world: World,
  pool: Pool,
  owner: User,
  changes: readonly Change[],
): Promise<void> {
  await world.transactionOf(owner, async (stores) => {
    const user = await stores.users.find(owner)
    if (!user) throw changedMeanwhile()
    for (const { factor, enabled } of changes) if (enabled) await refuseUnready(stores, pool, user, factor)
    const mfa = changes.reduce<SecondFactorPreference>(
      (before, { factor, ...wanted }) => withFactor(before, factor, wanted),
      user.mfa,
    )
    if (!(await stores.users.setSecondFactors(user, mfa, world.clock.now()))) throw changedMeanwhile()
    // What an operator asked for is on record, whatever came of it.
    if (world.caller.operator === undefined && isSame(mfa, user.mfa)) return
    await happened(world, stores, user, { kind: 'mfa_changed', reason: 'the choice of factors' })
  })
}

const isSame = (one: SecondFactorPreference, other: SecondFactorPreference) =>
  one.preferred === other.preferred &&
  one.enabled.length === other.enabled.length &&
  one.enabled.every((factor) => other.enabled.includes(factor))

/** No operation here declares an error for it. */
const changedMeanwhile = () => invalidParameter('The user was changed meanwhile. Try again.')

const inWords = { phone_number: 'phone number', email: 'email address' } as const

/** A factor that could not be asked for is not switched on: the user would believe to be protected by it. */
async function refuseUnready(stores: Stores, pool: Pool, user: User, factor: SecondFactor): Promise<void> {
  const address = addressOf(factor)
  if (!address) {
    if (await stores.softwareTokens.find(user)) return
    throw invalidParameter('User has not verified software token mfa')
  }
  if (!offeredSecondFactors(pool).includes(factor)) {
    const name = address === 'email' ? 'Email' : 'SMS'
    throw invalidParameter(`${name} MFA is not enabled for the user pool.`)
  }
  if (!user.attributes[address] || !isVerified(user.attributes, address))
    throw invalidParameter(`User does not have a verified ${inWords[address]}.`)
}
