import type { InitiateAuthResponse } from '@latchkey/wire'
import type { Client } from '../clients/client.js'
import { checkSecretHash } from '../clients/require-client.js'
import { incorrectUsernameOrPassword, invalidSession, missingParameter, notAuthorized } from '../errors.js'
import type { Caller, World } from '../operation.js'
import { nameKey, type Pool } from '../pools/pool.js'
import { attemptsExceeded } from '../users/guess.js'
import { isLocked, type User } from '../users/user.js'
import { type Asked, readSession, type Ticket } from './ticket.js'

/** One call of a sign-in: what came with it. */
export type Step = {
  pool: Pool
  client: Client
  caller: Caller
  /** AuthParameters or ChallengeResponses. */
  shown: Record<string, string>
  session: string | undefined
  /** Whom it turns out to be about, perhaps nobody: a refusal is put on record of them. Set once the name is checked. */
  about: { userId?: string }
  /** ClientMetadata, for whoever composes a message of this step. */
  metadata: Record<string, string> | undefined
}

/** What each step of a sign-in answers: the next challenge, or the tokens. */
export type Answer = InitiateAuthResponse

/** A user who has proved the first factor, on the way to the tokens. */
export type SignIn = Pick<
  Ticket,
  | 'signInId'
  | 'typedName'
  | 'startedAt'
  | 'secondFactorProved'
  | 'secondFactorSetUp'
  | 'deviceKey'
  | 'spent'
  | 'passkeyCounted'
  | 'custom'
> & {
  user: User
  /** Whether wrong guesses were counted when the user was read: a whole sign-in wipes them out. */
  guessedWrong: boolean
}

/** A parameter that must be there and not be empty. Throws InvalidParameterException. */
export function required(step: Step, name: string): string {
  const value = step.shown[name]
  if (value === undefined || value === '') throw missingParameter(name)
  return value
}

/** The device key that came with this very call, if any. */
export const shownDeviceKey = (step: Step) => step.shown.DEVICE_KEY || undefined

export const hashedName = (world: World, pool: Pool, name: string) =>
  world.keyring.hash('typed name', nameKey(pool, name)).slice(0, 22)

/** The ticket of an answer, by its Session. Throws NotAuthorizedException or InvalidParameterException. */
export function requireTicket(world: World, step: Step, ...asked: Asked[]): Ticket {
  if (step.session === undefined) throw missingParameter('Session')
  const ticket = readSession(world.keyring, step.session, world.clock.now())
  if (!ticket) throw invalidSession()
  return checkTicket(step, ticket, ...asked)
}

/** A ticket is for one client, one pool and one question. */
export function checkTicket(step: Step, ticket: Ticket, ...asked: Asked[]): Ticket {
  const fits =
    asked.includes(ticket.asks) &&
    ticket.clientId === step.client.clientId &&
    ticket.poolId === step.pool.poolId
  if (!fits) throw invalidSession()
  return ticket
}

/** The salt of a user's password, which stands for the password; empty where there is none. */
export const saltOf = ({ password }: User) => password?.salt ?? ''

/**
 * The sign-in that a ticket belongs to, as things stand now: the user still there and enabled, the password still
 * the one that was proved, not paid out yet, not locked. Throws NotAuthorizedException.
 */
export async function resume(world: World, step: Step, ticket: Ticket): Promise<SignIn> {
  const found = await world.stores.users.findForSignIn(ticket, ticket.signInId)
  if (!found || found.paidOut || saltOf(found.user) !== ticket.passwordSalt) throw invalidSession()
  const { user, attempts } = found
  checkName(world, step, user, ticket.typedName)
  step.about.userId = user.userId
  if (isLocked(attempts, world.clock.now())) throw attemptsExceeded()
  if (!user.enabled) throw userIsDisabled()
  const { signInId, typedName, startedAt, secondFactorProved, secondFactorSetUp, deviceKey } = ticket
  const { spent, passkeyCounted, custom } = ticket
  const guessedWrong = attempts !== undefined
  return {
    user,
    guessedWrong,
    signInId,
    typedName,
    startedAt,
    secondFactorProved,
    secondFactorSetUp,
    deviceKey,
    spent,
    passkeyCounted,
    custom,
  }
}

/**
 * Answers name the user by the canonical name, the sub, or the name as it was typed in the first call.
 * SECRET_HASH is of the name that is sent, or of the canonical one.
 */
export function checkName(
  world: World,
  step: Step,
  user: Pick<User, 'username' | 'userId'>,
  typedName: string,
): void {
  const name = required(step, 'USERNAME')
  const key = nameKey(step.pool, name)
  const isTheirs =
    key === nameKey(step.pool, user.username) ||
    key === user.userId ||
    hashedName(world, step.pool, name) === typedName
  if (!isTheirs) throw incorrectUsernameOrPassword()
  checkSecretHash(step.client, [name, user.username, user.userId], step.shown.SECRET_HASH)
}

export const userIsDisabled = () => notAuthorized('User is disabled.', 'disabled')
