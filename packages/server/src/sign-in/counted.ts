import { Refusal } from '../errors.js'
import type { Happened } from '../events/event.js'
import { happenedAgain } from '../events/happened.js'
import type { World } from '../operation.js'
import type { SignInRefusal } from '../telemetry/metrics.js'
import type { Answer, Step } from './step.js'

/**
 * What the steps of sign-ins come to, for the metrics. That one was paid out says `payOut`, which knows its device.
 *
 * @param name of the flow that begins, or of the challenge that is answered.
 */
export async function counted(
  world: World,
  step: Step,
  name: string,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    const answer = await work()
    if (answer.ChallengeName) world.metrics.challengeAsked(answer.ChallengeName)
    return answer
  } catch (error) {
    const why = refusedAs(name, error)
    world.metrics.signInRefused(why)
    await note(world, step, refusalOf(error, why))
    throw error
  }
}

/**
 * Of whoever the name means: for nobody, the database is asked the same. It changes nothing, so that the same is put on
 * record once in a while.
 */
async function note(
  world: World,
  { pool: { poolId }, client: { clientId }, about: { userId } }: Step,
  what: Pick<Happened, 'kind' | 'reason'> | undefined,
): Promise<void> {
  if (!what || userId === undefined) return
  const refused = { ...what, outcome: 'fail', clientId } as const
  await happenedAgain(world, world.stores, { poolId, userId }, refused)
}

/**
 * What is put on record here. Wrong passwords, codes, passkeys and device secrets are where they are counted, or looked
 * at; that a step is over, badly made or of an unknown device says nothing about a sign-in, which goes on or begins anew.
 */
function refusalOf(error: unknown, why: SignInRefusal): Pick<Happened, 'kind' | 'reason'> | undefined {
  if (why === 'wrong_answer') return { kind: 'wrong_answer' }
  const reason = byOwnReason.get(error instanceof Refusal ? error.reason : undefined) ?? inWords.get(why)
  return reason === undefined ? undefined : { kind: 'sign_in_refused', reason }
}

/** The same for a refresh, which is no sign-in. */
export async function countedRefresh(world: World, work: () => Promise<Answer>): Promise<Answer> {
  try {
    const answer = await work()
    world.metrics.refreshEnded('refreshed')
    return answer
  } catch (error) {
    const reused = error instanceof Refusal && error.code === 'RefreshTokenReuseException'
    world.metrics.refreshEnded(reused ? 'reused' : 'refused')
    throw error
  }
}

function refusedAs(name: string, error: unknown): SignInRefusal {
  if (!(error instanceof Refusal)) return 'fault'
  if (error.reason === 'wrong credentials') return wrongCredentials.get(name) ?? 'wrong_password'
  if (error.reason !== undefined) return byReason[error.reason]
  return byCode.get(error.code) ?? 'invalid_request'
}

const wrongCredentials = new Map<string, SignInRefusal>([
  ['WEB_AUTHN', 'wrong_passkey'],
  ['CUSTOM_AUTH', 'wrong_answer'],
  ['CUSTOM_CHALLENGE', 'wrong_answer'],
])

const byReason = {
  'locked out': 'locked_out',
  disabled: 'disabled',
  'session over': 'session_over',
  'unknown device': 'unknown_device',
  'wrong device secret': 'wrong_device_secret',
  'temporary password over': 'not_authorized',
  'no second factor': 'invalid_request',
  'too many codes': 'not_authorized',
} as const

const byCode = new Map<string, SignInRefusal>([
  ['CodeMismatchException', 'wrong_code'],
  ['ExpiredCodeException', 'expired_code'],
  ['UserNotConfirmedException', 'not_confirmed'],
  ['PasswordResetRequiredException', 'reset_required'],
  ['UserLambdaValidationException', 'refused_by_trigger'],
  ['UnexpectedLambdaException', 'trigger_failed'],
  ['InvalidLambdaResponseException', 'trigger_failed'],
  ['TooManyRequestsException', 'too_many_requests'],
  ['LimitExceededException', 'too_many_requests'],
  ['NotAuthorizedException', 'not_authorized'],
])

const byOwnReason = new Map<Refusal['reason'], string>([
  ['temporary password over', 'the temporary password is over'],
  ['no second factor', 'no second factor can be asked for'],
  ['too many codes', 'too many codes were sent'],
])

const inWords = new Map<SignInRefusal, string>([
  ['disabled', 'the user is disabled'],
  ['not_confirmed', 'the user is not confirmed'],
  ['reset_required', 'the password has to be reset'],
  ['refused_by_trigger', 'a trigger of the pool refused it'],
  ['trigger_failed', 'a trigger of the pool failed'],
  ['expired_code', 'the code is over'],
  ['too_many_requests', 'too many requests'],
  ['not_authorized', 'it is not allowed'],
])
