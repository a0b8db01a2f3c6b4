import {
  CodeMismatchException,
  InvalidParameterException,
  NotAuthorizedException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect } from 'vitest'
import { type Exercise, NO_TOKEN, type Stage } from './sdk-stage.js'

/** What users and operators do when a password is lost. */

const TO_USER = { Destination: 'u***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' }

async function reachable({ newUser, pool }: Stage) {
  const { username: Username } = await newUser({
    attributes: { email: 'user@example.com', email_verified: 'true' },
  })
  return { ClientId: pool.clientId, Username }
}

/** A signed-in user who has just given an address. */
async function withAddress({ client, signedIn }: Stage) {
  const user = await signedIn()
  const { AccessToken } = user
  const UserAttributes = [{ Name: 'email', Value: 'user@example.com' }]
  const { CodeDeliveryDetailsList } = await client.updateUserAttributes({ AccessToken, UserAttributes })
  expect(CodeDeliveryDetailsList).toEqual([TO_USER])
  return user
}

const otherThan = (code: string) => (code === '123456' ? '654321' : '123456')

export const recoveryExercises: Record<string, Exercise> = {
  ForgotPassword: {
    async serves(stage) {
      const { CodeDeliveryDetails } = await stage.client.forgotPassword(await reachable(stage))
      expect(CodeDeliveryDetails).toEqual(TO_USER)
    },
    refuses: ({ client, pool }) => client.forgotPassword({ ClientId: pool.clientId, Username: 'nobody' }),
    error: UserNotFoundException,
  },
  ConfirmForgotPassword: {
    async serves(stage) {
      const { client, pool } = stage
      const user = await reachable(stage)
      await client.forgotPassword(user)
      const ConfirmationCode = await pool.latestCode(user.Username)
      const Password = 'Better-horse-2'
      await client.confirmForgotPassword({ ...user, ConfirmationCode, Password })
      const { AuthenticationResult } = await client.initiateAuth({
        ClientId: pool.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: user.Username, PASSWORD: Password },
      })
      expect(AuthenticationResult?.AccessToken).toMatch(/\S/)
    },
    async refuses(stage) {
      const user = await reachable(stage)
      await stage.client.forgotPassword(user)
      const ConfirmationCode = otherThan(await stage.pool.latestCode(user.Username))
      return stage.client.confirmForgotPassword({ ...user, ConfirmationCode, Password: 'Better-horse-2' })
    },
    error: CodeMismatchException,
  },
  AdminResetUserPassword: {
    async serves(stage) {
      const { client, here, pool } = stage
      const { Username } = await reachable(stage)
      await client.adminResetUserPassword({ ...here, Username })
      expect(await client.adminGetUser({ ...here, Username })).toMatchObject({ UserStatus: 'RESET_REQUIRED' })
      expect(await pool.latestCode(Username)).toMatch(/^\d{6}$/)
    },
    refuses: async ({ client, here, newUser }) =>
      client.adminResetUserPassword({ ...here, Username: (await newUser()).username }),
    error: InvalidParameterException,
  },
  GetUserAttributeVerificationCode: {
    async serves(stage) {
      const { AccessToken } = await withAddress(stage)
      const answer = await stage.client.getUserAttributeVerificationCode({
        AccessToken,
        AttributeName: 'email',
      })
      expect(answer.CodeDeliveryDetails).toEqual(TO_USER)
    },
    refuses: ({ client }) =>
      client.getUserAttributeVerificationCode({ AccessToken: NO_TOKEN, AttributeName: 'email' }),
    error: NotAuthorizedException,
  },
  VerifyUserAttribute: {
    async serves(stage) {
      const { client, pool, here } = stage
      const { AccessToken, username: Username } = await withAddress(stage)
      const Code = await pool.latestCode(Username)
      await client.verifyUserAttribute({ AccessToken, AttributeName: 'email', Code })
      const { UserAttributes } = await client.adminGetUser({ ...here, Username })
      expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' })
    },
    async refuses(stage) {
      const { AccessToken, username } = await withAddress(stage)
      const Code = otherThan(await stage.pool.latestCode(username))
      return stage.client.verifyUserAttribute({ AccessToken, AttributeName: 'email', Code })
    },
    error: CodeMismatchException,
  },
}
