import { Refusal } from '../errors.js'
import type { World } from '../operation.js'
import type { SignInRefusal } from '../telemetry/metrics.js'
import type { Answer } from './step.js'

/**
 * What the steps of sign-ins come to, for the metrics. That one was paid out says `payOut`, which knows its device.
 *
 * @param name of the flow that begins, or of the challenge that is answered.
 */
export async function counted(world: World, name: string, step: () => Promise<Answer>): Promise<Answer> {
  try {
    const answer = await step()
    if (answer.ChallengeName) world.metrics.challengeAsked(answer.ChallengeName)
    return answer
  } catch (error) {
    world.metrics.signInRefused(refusedAs(name, error))
    throw error
  }
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
