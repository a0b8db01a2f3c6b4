import { incorrectUsernameOrPassword, invalidParameter, invalidSession, notAuthorized } from '../errors.js'
import type { Happened } from '../events/event.js'
import { happenedAgain } from '../events/happened.js'
import type { World } from '../operation.js'
import { CreateAuthChallenge } from '../triggers/CreateAuthChallenge.js'
import type { PastChallenge } from '../triggers/custom-challenge.js'
import { DefineAuthChallenge } from '../triggers/DefineAuthChallenge.js'
import { hasTrigger, type Occasion, unrecognizable } from '../triggers/trigger.js'
import { VerifyAuthChallengeResponse } from '../triggers/VerifyAuthChallengeResponse.js'
import { type Account, accountNamed, accountOf } from './account.js'
import { type CustomSignIn, decisionOf, passed } from './custom-sign-in.js'
import { refuseUnready, startOf } from './first-proof.js'
import { firstTicket } from './password-proof.js'
import { proceed } from './proceed.js'
import { publicValueOf, shownPublicValue, srpChallenge } from './srp-claim.js'
import { type Answer, checkName, required, requireTicket, type SignIn, type Step, saltOf } from './step.js'
import { type Ticket, writeSession } from './ticket.js'

/**
 * CUSTOM_AUTH: DefineAuthChallenge decides what is asked next, CreateAuthChallenge makes the question,
 * VerifyAuthChallengeResponse judges the answer, which goes back to DefineAuthChallenge, right or wrong. A question is
 * answered once. Source: Amazon Cognito developer guide, "Custom authentication challenge Lambda triggers".
 */

/** A custom sign-in after a challenge is over, or before the first one. */
type Turn = Pick<CustomSignIn, 'username' | 'history' | 'publicValue'> & {
  account: Account
  /** Of the answer that was just given. Its salt is there when the password was proved. */
  ticket: Ticket
}

/** InitiateAuth: with SRP_A, a password is among what may be asked for. */
export async function beginCustomAuth(world: World, step: Step): Promise<Answer> {
  if (!hasTrigger(step.pool, 'DefineAuthChallenge')) throw notConfigured()
  const withPassword = beginsWithPassword(step)
  if (withPassword) shownPublicValue(step)
  const account = await accountNamed(world, step)
  return decide(world, step, {
    account,
    ticket: firstTicket(world, step, account, 'custom answer', undefined),
    username: account.username,
    history: withPassword ? [passed('SRP_A')] : [],
    publicValue: withPassword ? step.shown.SRP_A : undefined,
  })
}

/** Clients send CHALLENGE_NAME; the reference of InitiateAuth writes ChallengeName. */
function beginsWithPassword({ shown }: Step): boolean {
  const first = shown.CHALLENGE_NAME ?? shown.ChallengeName
  if (first === undefined || first === 'SRP_A') return first === 'SRP_A'
  throw invalidParameter('CHALLENGE_NAME must be SRP_A.')
}

const notConfigured = () =>
  invalidParameter('Custom auth lambda trigger is not configured for the user pool.')

/** The answer to CUSTOM_CHALLENGE. */
export async function takeCustomAnswer(world: World, step: Step): Promise<Answer> {
  const ticket = requireTicket(world, step, 'custom answer')
  const account = await accountOfTicket(world, step, ticket)
  const challengeAnswer = required(step, 'ANSWER')
  const state = await takeState(world, ticket)
  const { username, history, publicValue, metadata } = state
  const verified = await VerifyAuthChallengeResponse(world, occasionOf(step, username), {
    ...challengedOf(step, account),
    privateChallengeParameters: state.privateParameters,
    challengeAnswer,
  })
  if (!verified) throw notConfigured()
  if (!verified.answerCorrect) await happenedAgain(world, world.stores, ticket, wrongAnswer(step))
  const answered: PastChallenge = {
    challengeName: 'CUSTOM_CHALLENGE',
    challengeResult: verified.answerCorrect,
    challengeMetadata: metadata,
  }
  return decide(world, step, { account, ticket, username, publicValue, history: [...history, answered] })
}

/** How often one may answer is for the triggers to say: they could let anybody answer without end. */
const wrongAnswer = ({ client: { clientId } }: Step): Happened => ({
  kind: 'wrong_answer',
  outcome: 'fail',
  clientId,
})

/** Goes on where PASSWORD_VERIFIER was asked in a custom sign-in, and answered right. */
export async function goOnWithPassword(
  world: World,
  step: Step,
  ticket: Ticket,
  { user }: SignIn,
): Promise<Answer> {
  const { username, history } = await takeState(world, ticket)
  return decide(world, step, {
    account: accountOf(world, step.pool, user, username),
    ticket: { ...ticket, passwordSalt: saltOf(user) },
    username,
    history: [...history, passed('PASSWORD_VERIFIER')],
    publicValue: undefined,
  })
}

async function takeState(world: World, { poolId, userId, signInId, round }: Ticket): Promise<CustomSignIn> {
  const state =
    round === undefined
      ? undefined
      : await world.stores.customSignIns.take({ poolId, userId, signInId, round })
  if (!state) throw invalidSession()
  return state
}

/** Whoever is being asked, perhaps nobody. */
async function accountOfTicket(world: World, step: Step, ticket: Ticket): Promise<Account> {
  const found = await world.stores.users.findForSignIn(ticket, ticket.signInId)
  if (found?.paidOut) throw invalidSession()
  const account = { ...accountOf(world, step.pool, found?.user, ticket.userId), userId: ticket.userId }
  checkName(world, step, account, ticket.typedName)
  step.about.userId = ticket.userId
  return account
}

const occasionOf = ({ pool, client }: Step, username: string): Occasion => ({
  pool,
  clientId: client.clientId,
  username,
})

const challengedOf = ({ metadata }: Step, { user }: Account) => ({ user, metadata })

async function decide(world: World, step: Step, turn: Turn): Promise<Answer> {
  const answer = await DefineAuthChallenge(world, occasionOf(step, turn.username), {
    ...challengedOf(step, turn.account),
    session: turn.history,
  })
  if (!answer) throw notConfigured()
  switch (decisionOf(answer, turn)) {
    case 'refused':
      throw incorrectUsernameOrPassword()
    case 'tokens':
      return arrive(world, step, turn)
    case 'custom':
      return askCustomChallenge(world, step, turn)
    case 'password':
      return askForPassword(world, step, turn)
    case 'too many challenges':
      throw notAuthorized('Too many challenges in one sign-in.')
    case 'not understood':
      throw unrecognizable()
  }
}

/** The triggers are content. Who may not sign in at all hears of it only now; nobody never arrives. */
async function arrive(world: World, step: Step, { account, ticket }: Turn): Promise<Answer> {
  // Read again: the triggers took their time, and may have changed the user themselves.
  const found = account.user && (await world.stores.users.findForSignIn(account.user, ticket.signInId))
  if (!found) throw incorrectUsernameOrPassword()
  const { user, attempts } = found
  const withPassword = ticket.passwordSalt !== ''
  if (withPassword && saltOf(user) !== ticket.passwordSalt) throw invalidSession()
  refuseUnready(user)
  return proceed(world, step, {
    // A second factor goes with a password, and with nothing else. Source: developer guide, "Authentication flow".
    ...startOf({ user, guessedWrong: attempts !== undefined }, ticket, { secondFactorProved: !withPassword }),
    custom: withPassword ? 'with password' : 'without password',
  })
}

async function askCustomChallenge(world: World, step: Step, turn: Turn): Promise<Answer> {
  const created = await CreateAuthChallenge(world, occasionOf(step, turn.username), {
    ...challengedOf(step, turn.account),
    challengeName: 'CUSTOM_CHALLENGE',
    session: turn.history,
  })
  if (!created) throw notConfigured()
  const { publicChallengeParameters, privateChallengeParameters, challengeMetadata } = created
  const asking = { privateParameters: privateChallengeParameters, metadata: challengeMetadata }
  const ticket = await keepTurn(world, step, turn, 'custom answer', asking)
  return {
    ChallengeName: 'CUSTOM_CHALLENGE',
    Session: writeSession(world.keyring, ticket),
    ChallengeParameters: { ...publicChallengeParameters, USERNAME: turn.username },
  }
}

async function askForPassword(world: World, step: Step, turn: Turn): Promise<Answer> {
  const A = publicValueOf(turn.publicValue ?? '')
  const asking = { privateParameters: {}, metadata: undefined }
  const ticket = await keepTurn(world, step, turn, 'password', asking)
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    Session: writeSession(world.keyring, ticket),
    ChallengeParameters: {
      USERNAME: turn.username,
      USER_ID_FOR_SRP: turn.username,
      ...(await srpChallenge(world, ticket, A, turn.account.password)),
    },
  }
}

// Of one question. A trigger that has more to remember keeps it in a place of its own.
const LARGEST_STATE = 64 * 1024

/** Writes down where the sign-in stands, and gives the ticket for the answer. */
async function keepTurn(
  world: World,
  step: Step,
  { ticket, username, history, publicValue }: Turn,
  asks: 'custom answer' | 'password',
  asking: Pick<CustomSignIn, 'privateParameters' | 'metadata'>,
): Promise<Ticket> {
  const state: CustomSignIn = { username, history, publicValue, ...asking }
  if (JSON.stringify(state).length > LARGEST_STATE) throw unrecognizable()
  const expiresAt = world.clock.now().getTime() + step.client.signInStepSeconds * 1000
  const round = history.length
  const { poolId, userId, signInId } = ticket
  await world.stores.customSignIns.keep({ poolId, userId, signInId, round }, state, new Date(expiresAt))
  return { ...ticket, asks, round, expiresAt }
}
