import type { NextSignInStep } from '@latchkey/auth'

/** Whether a sign-in, by the steps that it took, was one with a second factor. A code may be the first one, too. */
export function isSecondFactor(steps: readonly NextSignInStep[]): boolean {
  const names = steps.map(({ signInStep }) => signInStep)
  const hadChoice = names.includes('CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION')
  const codes = names.filter((name) => /_(?:SMS|EMAIL)_CODE$/.test(name)).length
  const firstIsCode = hadChoice && !names.includes('CONFIRM_SIGN_IN_WITH_PASSWORD') && codes > 0
  return codes > (firstIsCode ? 1 : 0) || names.some((name) => /_TOTP_(?:CODE|SETUP)$/.test(name))
}

/** The sign-in waited too long, or was ended: its steps begin again. */
export const isOver = (error: unknown): boolean =>
  error instanceof Error && ['NotAuthorizedException', 'SignInException'].includes(error.name)
