import { userIdentity } from '@latchkey/srp'
import { invalidSession, notAuthorized } from '../errors.js'
import type { World } from '../operation.js'
import { isPassword } from '../users/password.js'
import type { User } from '../users/user.js'
import { type Account, accountNamed, accountOf } from './account.js'
import { type Passed, provedFirst, startOf } from './first-proof.js'
import { type JustProved, proceed } from './proceed.js'
import { claimIsRight, shownClaim, shownPublicValue, srpChallenge } from './srp-claim.js'
import {
  type Answer,
  checkName,
  checkTicket,
  hashedName,
  required,
  type SignIn,
  type Step,
  shownDeviceKey,
} from './step.js'
import { type Asked, type Ticket, writeSession } from './ticket.js'

/** The first factor: a password, shown in the clear or proved by SRP. */

/** Where a sign-in began, when an earlier step began it. */
export type Origin = Pick<Ticket, 'signInId' | 'startedAt'>

/** Checks a password that came in the clear, and goes on. */
export async function takePassword(
  world: World,
  step: Step,
  just: JustProved,
  origin?: Origin,
): Promise<Answer> {
  const password = required(step, 'PASSWORD')
  const account = await accountNamed(world, step)
  const ticket = firstTicket(world, step, account, 'password', origin)
  const isRight = () => isPassword(world, step.pool, account, password)
  const passed = await proved(world, step, account, isRight, ticket)
  return proceed(world, step, startOf(passed, ticket), just)
}

/** Answers SRP_A with PASSWORD_VERIFIER. Whether the user exists does not show. */
export async function askForPasswordClaim(world: World, step: Step, origin?: Origin): Promise<Answer> {
  const A = shownPublicValue(step)
  const account = await accountNamed(world, step)
  const ticket = firstTicket(world, step, account, 'password', origin)
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    Session: writeSession(world.keyring, ticket),
    ChallengeParameters: {
      // Both are the canonical name: aws-amplify stores device keys under one and looks them up under the other.
      USERNAME: account.username,
      USER_ID_FOR_SRP: account.username,
      ...(await srpChallenge(world, ticket, A, account.password)),
    },
  }
}

/** Checks the claim that answers PASSWORD_VERIFIER. */
export async function takePasswordClaim(
  world: World,
  step: Step,
): Promise<{ ticket: Ticket; signIn: SignIn }> {
  const claim = shownClaim(world, step)
  const ticket = checkTicket(step, claim.ticket, 'password')
  const found = await world.stores.users.findForSignIn(ticket, ticket.signInId)
  if (found?.paidOut) throw invalidSession()
  const account = { ...accountOf(world, step.pool, found?.user, ticket.userId), userId: ticket.userId }
  checkName(world, step, account, ticket.typedName)
  step.about.userId = ticket.userId
  const identity = userIdentity(step.pool.poolId, account.username)
  const isRight = () => claimIsRight(world, claim, identity, account.password.verifier)
  const passed = await proved(world, step, account, isRight, ticket)
  return { ticket, signIn: startOf(passed, ticket) }
}

/** The ticket of a sign-in whose first factor is still to come. */
export function firstTicket(
  world: World,
  step: Step,
  account: Account,
  asks: Asked,
  origin: Origin | undefined,
): Ticket {
  const now = world.clock.now().getTime()
  return {
    signInId: origin?.signInId ?? world.random.uuid(),
    poolId: step.pool.poolId,
    clientId: step.client.clientId,
    userId: account.userId,
    asks,
    typedName: hashedName(world, step.pool, required(step, 'USERNAME')),
    passwordSalt: '',
    secondFactorProved: false,
    secondFactorSetUp: false,
    deviceKey: keptDeviceKey(step),
    startedAt: origin?.startedAt ?? now,
    expiresAt: now + step.client.signInStepSeconds * 1000,
  }
}

// DeviceKeyType: a longer one is nobody's, and would not fit into a Session.
const LONGEST_DEVICE_KEY = 55

export function keptDeviceKey(step: Step): string | undefined {
  const key = shownDeviceKey(step)
  return key !== undefined && key.length <= LONGEST_DEVICE_KEY ? key : undefined
}

/**
 * Throws what `provedFirst` throws, and NotAuthorizedException when the password was a temporary one too long. Of an
 * imported account, which has no password that anybody could know, it is said to everybody that it is to be reset.
 */
async function proved(
  world: World,
  step: Step,
  account: Account,
  isRight: () => Promise<boolean>,
  { signInId: sessionId }: Ticket,
): Promise<Passed> {
  const isTheirs = async () => {
    const matches = await isRight()
    if (account.user && awaitsFirstPassword(account.user)) return true
    return matches && account.user?.password !== undefined
  }
  const passed = await provedFirst(world, step, account, isTheirs, { kind: 'wrong_password', sessionId })
  const expiresAt = passed.user.password?.expiresAt
  if (expiresAt && expiresAt <= world.clock.now()) {
    throw notAuthorized(
      'Temporary password has expired and must be reset by an administrator.',
      'temporary password over',
    )
  }
  return passed
}

const awaitsFirstPassword = ({ status, password }: User) => status === 'RESET_REQUIRED' && !password
