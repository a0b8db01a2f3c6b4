import type { ChallengeNameType } from '@latchkey/wire'
import { invalidParameter, invalidSession, notAuthorized } from '../errors.js'
import type { World } from '../operation.js'
import type { FirstFactor } from '../pools/pool.js'
import { type Account, accountNamed } from './account.js'
import { takeAutoSignIn } from './auto-sign-in.js'
import { askForCode, emailCode, smsCode } from './code-proof.js'
import { refuseUnready } from './first-proof.js'
import { askForPasskey } from './passkey-proof.js'
import { askForPasswordClaim, firstTicket, type Origin, takePassword } from './password-proof.js'
import { type Answer, required, type Step } from './step.js'
import { type Ticket, writeSession } from './ticket.js'
import { simulatedFactors, usableFactors } from './usable-factors.js'

/** The user chooses what to begin with. */

type Beginning = {
  factor: FirstFactor
  /** What has to come along with the choice. */
  needs?: string
  begin(world: World, step: Step, account: Account, origin?: Origin): Promise<Answer>
}

/** First factors by the names that they are chosen with. A password has two, and the clear one is checked at once. */
const beginnings: ReadonlyMap<ChallengeNameType, Beginning> = new Map<ChallengeNameType, Beginning>([
  [
    'PASSWORD',
    {
      factor: 'password',
      needs: 'PASSWORD',
      begin: (world, step, _, origin) => takePassword(world, step, { unknownDevice: 'ignore' }, origin),
    },
  ],
  [
    'PASSWORD_SRP',
    {
      factor: 'password',
      needs: 'SRP_A',
      begin: (world, step, _, origin) => askForPasswordClaim(world, step, origin),
    },
  ],
  ['WEB_AUTHN', { factor: 'passkey', begin: askForPasskey }],
  ['EMAIL_OTP', { factor: 'email code', begin: askForCode(emailCode) }],
  ['SMS_OTP', { factor: 'sms code', begin: askForCode(smsCode) }],
])

/**
 * Begins with the preferred factor, or with the Session that ended a sign-up. A preference that cannot be met is answered
 * with what there is.
 */
export async function beginWithChoice(world: World, step: Step): Promise<Answer> {
  if (step.session !== undefined) return takeAutoSignIn(world, step, step.session)
  const account = await accountNamed(world, step)
  const usable = await factorsOf(world, step, account)
  const preferred = beginnings.get(step.shown.PREFERRED_CHALLENGE as ChallengeNameType)
  const ready = preferred && (preferred.needs === undefined || step.shown[preferred.needs])
  if (ready && usable.includes(preferred.factor)) return preferred.begin(world, step, account)
  if (usable.length === 0) throw nothingUsable(account)
  return {
    ChallengeName: 'SELECT_CHALLENGE',
    Session: writeSession(world.keyring, firstTicket(world, step, account, 'first factor', undefined)),
    ChallengeParameters: { USERNAME: required(step, 'USERNAME') },
    AvailableChallenges: [...beginnings]
      .filter(([, { factor }]) => usable.includes(factor))
      .map(([name]) => name),
  }
}

/** Begins with what the user chose, which may be shown in the same answer. */
export async function takeChoice(world: World, step: Step, ticket: Ticket): Promise<Answer> {
  const account = await accountNamed(world, step)
  if (account.userId !== ticket.userId) throw invalidSession()
  const answer = required(step, 'ANSWER')
  const chosen = beginnings.get(answer as ChallengeNameType)
  if (!chosen || !(await factorsOf(world, step, account)).includes(chosen.factor))
    throw invalidParameter(`${answer.slice(0, 64)} is not one of the available challenges.`)
  return chosen.begin(world, step, account, ticket)
}

const factorsOf = async (world: World, { pool }: Step, account: Account) =>
  account.user ? usableFactors(world, pool, account.user) : simulatedFactors(world, pool, account)

/**
 * Of somebody who has nothing to begin with, it is said why: whoever signs up without a password and does not confirm
 * is led back to the confirmation by it. SignUp would tell as well that the name is taken.
 */
function nothingUsable({ user }: Account) {
  if (user) refuseUnready(user)
  return notAuthorized('The user has none of the first factors that this user pool allows.')
}
