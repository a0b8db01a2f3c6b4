import { Refusal } from '../errors.js'
import type { CodeVerdict } from '../messages/code-store.js'

/** Why a code did not pass, in Cognito's words. */

const TRY_LATER = 'Attempt limit exceeded, please try after some time.'

/** Too many codes were asked for. */
export const tooManyCodes = () => new Refusal('LimitExceededException', TRY_LATER)

const refusals: Record<Exclude<CodeVerdict, 'right'>, () => Refusal> = {
  wrong: () => new Refusal('CodeMismatchException', 'Invalid verification code provided, please try again.'),
  expired: () => new Refusal('ExpiredCodeException', 'Invalid code provided, please request a code again.'),
  // Not LimitExceededException: clients repeat that one by themselves (Amplify, isRetryableError).
  exhausted: () => new Refusal('TooManyFailedAttemptsException', TRY_LATER),
}

export const codeRefused = (verdict: Exclude<CodeVerdict, 'right'>) => refusals[verdict]()
