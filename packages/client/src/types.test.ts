import type * as amplify from 'aws-amplify/auth'
import { expect, expectTypeOf, test } from 'vitest'
import * as latchkey from './index.js'

/** Whether an app that was written for aws-amplify/auth compiles with @latchkey/auth. Compared by the compiler. */

/** About the hosted page: not part of this library. */
type Hosted = 'signInWithRedirect'

type Functions = {
  [Name in Exclude<keyof typeof amplify, Hosted | 'AuthError' | 'default'>]: (
    ...args: Parameters<(typeof amplify)[Name]>
  ) => ReturnType<(typeof amplify)[Name]>
}

test('every function takes what aws-amplify’s takes, and gives what it gives', () => {
  const { AuthError, configure, ...functions } = latchkey
  // Refuses to compile when a function is missing, wants more, or gives less.
  const same: Functions = functions
  expect(Object.values(same).every((act) => typeof act === 'function')).toBe(true)
})

test('an error is constructed and read as aws-amplify’s', () => {
  expectTypeOf<ConstructorParameters<typeof latchkey.AuthError>>().toExtend<
    ConstructorParameters<typeof amplify.AuthError>
  >()
  expectTypeOf<ConstructorParameters<typeof amplify.AuthError>>().toExtend<
    ConstructorParameters<typeof latchkey.AuthError>
  >()
  expectTypeOf<latchkey.AuthError>().toExtend<amplify.AuthError>()
})

/** Types that go both ways: into functions, and out of them. */
type Both<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false

test('types of inputs and outputs have the same names, and mean the same', () => {
  const same: true[] = [
    both<amplify.AuthUser, latchkey.AuthUser>(),
    both<amplify.CodeDeliveryDetails, latchkey.CodeDeliveryDetails>(),
    both<amplify.UserAttributeKey, latchkey.UserAttributeKey>(),
    both<amplify.VerifiableUserAttributeKey, latchkey.VerifiableUserAttributeKey>(),
    both<amplify.ConfirmResetPasswordInput, latchkey.ConfirmResetPasswordInput>(),
    both<amplify.ConfirmSignInInput, latchkey.ConfirmSignInInput>(),
    both<amplify.ConfirmSignUpInput, latchkey.ConfirmSignUpInput>(),
    both<amplify.ConfirmUserAttributeInput, latchkey.ConfirmUserAttributeInput>(),
    both<amplify.ResendSignUpCodeInput, latchkey.ResendSignUpCodeInput>(),
    both<amplify.ResetPasswordInput, latchkey.ResetPasswordInput>(),
    both<amplify.SignInInput, latchkey.SignInInput>(),
    both<amplify.SignOutInput, latchkey.SignOutInput>(),
    both<amplify.SignUpInput, latchkey.SignUpInput>(),
    both<amplify.UpdateMFAPreferenceInput, latchkey.UpdateMFAPreferenceInput>(),
    both<amplify.UpdatePasswordInput, latchkey.UpdatePasswordInput>(),
    both<amplify.UpdateUserAttributesInput, latchkey.UpdateUserAttributesInput>(),
    both<amplify.UpdateUserAttributeInput, latchkey.UpdateUserAttributeInput>(),
    both<amplify.VerifyTOTPSetupInput, latchkey.VerifyTOTPSetupInput>(),
    both<amplify.SendUserAttributeVerificationCodeInput, latchkey.SendUserAttributeVerificationCodeInput>(),
    both<amplify.DeleteUserAttributesInput, latchkey.DeleteUserAttributesInput>(),
    both<amplify.ForgetDeviceInput, latchkey.ForgetDeviceInput>(),
    both<amplify.FetchUserAttributesOutput, latchkey.FetchUserAttributesOutput>(),
    both<amplify.GetCurrentUserOutput, latchkey.GetCurrentUserOutput>(),
    both<amplify.ConfirmSignInOutput, latchkey.ConfirmSignInOutput>(),
    both<amplify.ConfirmSignUpOutput, latchkey.ConfirmSignUpOutput>(),
    both<amplify.FetchMFAPreferenceOutput, latchkey.FetchMFAPreferenceOutput>(),
    both<amplify.ResendSignUpCodeOutput, latchkey.ResendSignUpCodeOutput>(),
    both<amplify.ResetPasswordOutput, latchkey.ResetPasswordOutput>(),
    both<amplify.SetUpTOTPOutput, latchkey.SetUpTOTPOutput>(),
    both<amplify.SignInOutput, latchkey.SignInOutput>(),
    both<amplify.SignUpOutput, latchkey.SignUpOutput>(),
    both<amplify.UpdateUserAttributesOutput, latchkey.UpdateUserAttributesOutput>(),
    both<amplify.SendUserAttributeVerificationCodeOutput, latchkey.SendUserAttributeVerificationCodeOutput>(),
    both<amplify.UpdateUserAttributeOutput, latchkey.UpdateUserAttributeOutput>(),
    both<amplify.AuthWebAuthnCredential, latchkey.AuthWebAuthnCredential>(),
    both<amplify.DeleteWebAuthnCredentialInput, latchkey.DeleteWebAuthnCredentialInput>(),
    both<amplify.ListWebAuthnCredentialsInput, latchkey.ListWebAuthnCredentialsInput>(),
    both<amplify.ListWebAuthnCredentialsOutput, latchkey.ListWebAuthnCredentialsOutput>(),
    both<amplify.JWT, latchkey.JWT>(),
    both<amplify.AuthTokens, latchkey.AuthTokens>(),
    both<amplify.TokenProvider, latchkey.TokenProvider>(),
  ]
  expect(same).not.toContain(false)
})

const both = <A, B>(): Both<A, B> => true as Both<A, B>

test('what is ours beyond it is more, not other: their code reads ours', () => {
  expectTypeOf<latchkey.FetchDevicesOutput>().toExtend<amplify.FetchDevicesOutput>()
  expectTypeOf<latchkey.AuthSession>().toExtend<amplify.AuthSession>()
  expectTypeOf<amplify.FetchAuthSessionOptions>().toExtend<latchkey.FetchAuthSessionOptions>()
})
