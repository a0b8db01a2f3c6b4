import type { SignInOutput, TOTPSetupDetails } from '@latchkey/auth'
import { hasSecondFactor, mayBeRemembered } from '../operators-pool.js'

/** Where a sign-in is. */
export type Step =
  | { name: 'password'; notice?: string | undefined }
  | { name: 'new password' }
  | { name: 'code' }
  | { name: 'set up totp'; details: TOTPSetupDetails }
  | { name: 'offer totp' }
  | { name: 'remember' }

export type Go = (next: Step | 'done') => Promise<void>

/** What the server asks for next, as a step of this page. */
export async function stepAfter(
  { nextStep }: SignInOutput,
  { wasAsked = false } = {},
): Promise<Step | 'done'> {
  switch (nextStep.signInStep) {
    case 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED':
      return { name: 'new password' }
    case 'CONFIRM_SIGN_IN_WITH_TOTP_CODE':
      return { name: 'code' }
    case 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP':
      return { name: 'set up totp', details: nextStep.totpSetupDetails }
    case 'RESET_PASSWORD':
      return {
        name: 'password',
        notice: 'Your password has to be set anew. An operator with the role admin can do that.',
      }
    case 'DONE':
      return afterTokens(wasAsked)
    default:
      return { name: 'password', notice: `This page cannot answer ${nextStep.signInStep}.` }
  }
}

/** Who was asked for a code may be spared it here. Whose device proved itself is remembered already. */
export async function afterTokens(wasAsked: boolean): Promise<Step | 'done'> {
  if (wasAsked) return (await mayBeRemembered()) ? { name: 'remember' } : 'done'
  return (await hasSecondFactor()) ? 'done' : { name: 'offer totp' }
}

const unreachable = 'The server does not answer. Try again when it is back.'

/** What the server says is meant for people; what browsers say of a network is not. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Something went wrong.'
  if (['NetworkError', 'TimeoutError', 'Unreachable'].includes(error.name)) return unreachable
  if (error.name === 'ResourceNotFoundException') return 'This server has no operators yet.'
  return error.message
}
