import { Refusal } from '../errors.js'
import type { World } from '../operation.js'
import { type Pool, regionOf } from '../pools/pool.js'
import { Nonsense, responseOf } from './answer.js'
import { eventOf, type Fields } from './event.js'
import type { Invoked } from './invoke.js'

/** The triggers of a pool, under the names that LambdaConfig gives them. Each has a file here that speaks for it. */
const triggerNames = [
  'PreSignUp',
  'PostConfirmation',
  'PreAuthentication',
  'PostAuthentication',
  'DefineAuthChallenge',
  'CreateAuthChallenge',
  'VerifyAuthChallengeResponse',
  'PreTokenGeneration',
  'UserMigration',
  'CustomMessage',
  'CustomEmailSender',
  'CustomSMSSender',
] as const

export type TriggerName = (typeof triggerNames)[number]

/** Whom and what an event is about. */
export type Occasion = {
  pool: Pool
  /** The client of the request; undefined for an operator's. */
  clientId: string | undefined
  /** The `userName` of the event: the canonical name of a user who is there, else the name that was given. */
  username: string
}

/**
 * Asks a trigger. Undefined when the pool has none. Never inside a transaction: it may take ten seconds.
 *
 * Throws UserLambdaValidationException when it says no, InvalidLambdaResponseException when its answer is none, and
 * UnexpectedLambdaException when it cannot be reached: in Cognito's sentences.
 */
export type Trigger<Question, Answer> = (
  world: World,
  occasion: Occasion,
  question: Question,
) => Promise<Answer | undefined>

/** How a trigger asks: its source, the event's request and response, and how the response is read. */
export type Asking<Answer> = {
  source: string
  version?: string
  request: Fields
  response: Fields
  read(response: Fields): Answer
}

export async function askTrigger<Answer>(
  world: World,
  name: TriggerName,
  { pool, clientId, username }: Occasion,
  { source, read, ...parts }: Asking<Answer>,
): Promise<Answer | undefined> {
  const trigger = pool.triggers[name]
  if (!trigger) return undefined
  const about = { poolId: pool.poolId, region: regionOf(pool.poolId), clientId, username }
  const started = performance.now()
  const invoked = await world.triggers.invoke(trigger.target, eventOf(source, about, parts))
  world.metrics.triggerAsked(name, outcomeLabels[invoked.outcome], (performance.now() - started) / 1000)
  try {
    return read(responseOf(answerOf(name, invoked)))
  } catch (error) {
    if (!(error instanceof Refusal) && !(error instanceof Nonsense)) throw error
    // Nothing of the event or of the answer: both hold what no log may. To say no is no failure.
    if (invoked.outcome !== 'refused')
      world.log.warn(
        { trigger: name, poolId: pool.poolId, why: reasonOf(invoked, error) },
        'a trigger failed',
      )
    throw error instanceof Refusal ? error : unrecognizable()
  }
}

export const hasTrigger = ({ triggers }: Pick<Pool, 'triggers'>, name: TriggerName) =>
  triggers[name] !== undefined

const outcomeLabels: Record<Invoked['outcome'], string> = {
  answered: 'answered',
  refused: 'refused',
  nonsense: 'nonsense',
  unreachable: 'unreachable',
  'timed out': 'timed_out',
}

const reasonOf = (invoked: Invoked, error: Error) =>
  invoked.outcome === 'unreachable' || invoked.outcome === 'nonsense' ? invoked.why : error.message

/** Sources: messages as they were reported, aws-amplify/amplify-js and others; see docs/reference/deviations.md. */
function answerOf(name: TriggerName, invoked: Invoked): unknown {
  switch (invoked.outcome) {
    case 'answered':
      return invoked.answer
    case 'refused':
      throw new Refusal('UserLambdaValidationException', `${name} failed with error ${invoked.message}.`)
    case 'nonsense':
      throw unrecognizable()
    case 'timed out':
      throw unexpected(name, 'Socket timeout while invoking Lambda function')
    case 'unreachable':
      throw unexpected(name, 'the function could not be invoked')
  }
}

const unexpected = (name: TriggerName, why: string) =>
  new Refusal('UnexpectedLambdaException', `${name} invocation failed due to error ${why}.`)

export const unrecognizable = () =>
  new Refusal('InvalidLambdaResponseException', 'Unrecognizable lambda output')
