import { invalidSession, Refusal } from '../errors.js'
import type { Happened } from '../events/event.js'
import type { World } from '../operation.js'
import type { Address } from '../pools/pool.js'
import { isVerified } from '../users/attributes.js'
import { guess } from '../users/guess.js'
import { simulatedDelivery } from '../users/simulated-delivery.js'
import type { User } from '../users/user.js'
import { type Account, accountOf } from './account.js'
import { refuseUnready, startOf } from './first-proof.js'
import { firstTicket, type Origin } from './password-proof.js'
import { proceed } from './proceed.js'
import {
  parametersOf,
  type SignInCode,
  sendSignInCode,
  takeSignInCode,
  tooManyCodes,
  wrongCode,
} from './sign-in-code.js'
import { type Answer, checkName, required, type Step } from './step.js'
import { type Ticket, writeSession } from './ticket.js'

/** The first factor: a code that is sent to a verified address. */

type Kind = {
  factor: 'email code' | 'sms code'
  address: Address
  challenge: 'EMAIL_OTP' | 'SMS_OTP'
  answer: string
  asks: 'first email code' | 'first sms code'
}

export const emailCode: Kind = {
  factor: 'email code',
  address: 'email',
  challenge: 'EMAIL_OTP',
  answer: 'EMAIL_OTP_CODE',
  asks: 'first email code',
}

export const smsCode: Kind = {
  factor: 'sms code',
  address: 'phone_number',
  challenge: 'SMS_OTP',
  answer: 'SMS_OTP_CODE',
  asks: 'first sms code',
}

/** Sends a code, and asks for it. To a name that nobody has, nothing is sent, and the same is said. */
export const askForCode =
  (kind: Kind) =>
  async (world: World, step: Step, account: Account, origin?: Origin): Promise<Answer> => {
    const ticket = firstTicket(world, step, account, kind.asks, origin)
    const { user } = account
    const delivery = user
      ? await sendSignInCode(world, step, user, codeOf(kind, ticket, user), sentTo(ticket))
      : await simulateCode(world, step, kind, account)
    return {
      ChallengeName: kind.challenge,
      Session: writeSession(world.keyring, ticket),
      ChallengeParameters: delivery,
    }
  }

const sentTo = ({ signInId: sessionId, clientId }: Ticket): Happened => ({
  kind: 'code_sent',
  reason: 'to sign in',
  sessionId,
  clientId,
})

const codeOf = ({ address }: Kind, { signInId }: Ticket, user: User): SignInCode => ({
  signInId,
  factor: 'first factor',
  address,
  to: user.attributes[address] ?? '',
})

/** As long as codes to a user are counted. */
const COUNTED_MILLISECONDS = 15 * 60 * 1000

/** Nobody's codes are counted as a user's are: else the limit would tell them apart. */
async function simulateCode(world: World, step: Step, { address }: Kind, account: Account) {
  const now = world.clock.now()
  const owner = { poolId: step.pool.poolId, userId: account.userId }
  const use = { purpose: 'first factor', subject: '' } as const
  const until = new Date(now.getTime() + COUNTED_MILLISECONDS)
  const kept = await world.transaction(({ simulatedCodes }) =>
    simulatedCodes.replace(owner, use, '', until, now),
  )
  if (!kept) throw tooManyCodes()
  // The very address that a code for a forgotten password would have gone to.
  return parametersOf(simulatedDelivery(world, step.pool, required(step, 'USERNAME'), [address]))
}

/** Checks the code that answers the challenge, and goes on. A wrong one may be followed by another. */
export async function takeFirstCode(world: World, step: Step, kind: Kind, ticket: Ticket): Promise<Answer> {
  const code = required(step, kind.answer)
  const found = await world.stores.users.findForSignIn(ticket, ticket.signInId)
  if (found?.paidOut) throw invalidSession()
  const user = found?.user
  const account = { ...accountOf(world, step.pool, user, ticket.userId), userId: ticket.userId }
  checkName(world, step, account, ticket.typedName)
  step.about.userId = ticket.userId
  if (!user || !canBeShown(step, kind, user)) return refuseCode(world, step, ticket)
  const { guessedWrong } = await takeSignInCode(world, user, codeOf(kind, ticket, user), code).catch(
    (error) => {
      // A name that nobody has never had a code, so that none of it can be over.
      if (step.client.hidesMissingUsers && isExpiry(error)) return refuseCode(world, step, ticket)
      throw error
    },
  )
  refuseUnready(user)
  return proceed(world, step, startOf({ user, guessedWrong }, ticket, { spent: true }))
}

/** As things stand now: the pool may have changed, or the address. */
const canBeShown = ({ pool }: Step, { factor, address }: Kind, { attributes }: User) =>
  pool.firstFactors.includes(factor) && isVerified(attributes, address)

/** Guesses at nobody's code count as those at a real one do. */
async function refuseCode(world: World, { pool }: Step, ticket: Ticket): Promise<never> {
  const { userId } = ticket
  const wrong = wrongCode({ signInId: ticket.signInId, factor: 'first factor' })
  await guess(world, { poolId: pool.poolId, userId }, async () => false, wrong)
  throw codeMismatch()
}

const codeMismatch = () => new Refusal('CodeMismatchException', 'Invalid code or auth state for the user.')

const isExpiry = (error: unknown) => error instanceof Refusal && error.code === 'ExpiredCodeException'
