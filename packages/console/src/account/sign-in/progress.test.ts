import type { NextSignInStep } from '@latchkey/auth'
import { describe, expect, test } from 'vitest'
import { isSecondFactor } from './progress.js'

const after = (...names: NextSignInStep['signInStep'][]) =>
  isSecondFactor(names.map((signInStep) => ({ signInStep }) as NextSignInStep))

describe('a sign-in took a second factor', () => {
  test('where it asked for the code of an authenticator app, or set one up', () => {
    expect(after('CONFIRM_SIGN_IN_WITH_TOTP_CODE')).toBe(true)
    expect(after('CONTINUE_SIGN_IN_WITH_TOTP_SETUP')).toBe(true)
    expect(after('CONTINUE_SIGN_IN_WITH_MFA_SELECTION', 'CONFIRM_SIGN_IN_WITH_TOTP_CODE')).toBe(true)
  })

  test('where a code was sent after the password', () => {
    expect(after('CONFIRM_SIGN_IN_WITH_SMS_CODE')).toBe(true)
    expect(
      after(
        'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION',
        'CONFIRM_SIGN_IN_WITH_PASSWORD',
        'CONFIRM_SIGN_IN_WITH_EMAIL_CODE',
      ),
    ).toBe(true)
  })

  test('and not where the password was all, or the code was the first factor', () => {
    expect(after()).toBe(false)
    expect(after('CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED')).toBe(false)
    expect(after('CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION', 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE')).toBe(
      false,
    )
  })
})
