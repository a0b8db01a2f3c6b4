import {
  CodeMismatchException,
  EnableSoftwareTokenMFAException,
  InvalidParameterException,
  InvalidPasswordException,
  NotAuthorizedException,
  ResourceNotFoundException,
  UnsupportedTokenTypeException,
  UserNotFoundException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect } from 'vitest'
import { given } from './pool-server.js'
import { type Exercise, NO_DEVICE, NO_TOKEN } from './sdk-stage.js'

/** What users do, with a password or an access token. */

const signUp: Record<string, Exercise> = {
  SignUp: {
    async serves(stage) {
      const { answer } = await stage.applicant()
      expect(answer).toMatchObject({
        UserConfirmed: false,
        UserSub: expect.stringMatching(/^[0-9a-f-]{36}$/),
        CodeDeliveryDetails: { Destination: 'u***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
      })
    },
    refuses: async ({ client, pool, newUser }) =>
      client.signUp({
        ClientId: pool.clientId,
        Username: (await newUser()).username,
        Password: 'Correct-horse-1',
      }),
    error: UsernameExistsException,
  },
  ConfirmSignUp: {
    async serves({ client, here, pool, applicant }) {
      const { Username } = await applicant()
      const ConfirmationCode = await pool.latestCode(Username)
      await client.confirmSignUp({ ClientId: pool.clientId, Username, ConfirmationCode })
      const { UserStatus, UserAttributes } = await client.adminGetUser({ ...here, Username })
      expect(UserStatus).toBe('CONFIRMED')
      expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' })
    },
    refuses: async ({ client, pool, applicant }) => {
      const { Username } = await applicant()
      const code = await pool.latestCode(Username)
      const ConfirmationCode = code === '123456' ? '654321' : '123456'
      return client.confirmSignUp({ ClientId: pool.clientId, Username, ConfirmationCode })
    },
    error: CodeMismatchException,
  },
  ResendConfirmationCode: {
    async serves({ client, pool, applicant }) {
      const { Username } = await applicant()
      const answer = await client.resendConfirmationCode({ ClientId: pool.clientId, Username })
      expect(answer.CodeDeliveryDetails).toEqual({
        Destination: 'u***@e***',
        DeliveryMedium: 'EMAIL',
        AttributeName: 'email',
      })
    },
    refuses: ({ client, pool }) =>
      client.resendConfirmationCode({ ClientId: pool.clientId, Username: 'nobody' }),
    error: UserNotFoundException,
  },
}

const signIn: Record<string, Exercise> = {
  InitiateAuth: {
    async serves({ client, pool, newUser }) {
      const { username, password } = await newUser()
      const { AuthenticationResult } = await client.initiateAuth({
        ClientId: pool.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: password },
      })
      const { Username } = await client.getUser({ AccessToken: AuthenticationResult?.AccessToken })
      expect(Username).toBe(username)
    },
    refuses: async ({ client, pool, newUser }) =>
      client.initiateAuth({
        ClientId: pool.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: (await newUser()).username, PASSWORD: 'Wrong-horse-1' },
      }),
    error: NotAuthorizedException,
  },
  RespondToAuthChallenge: {
    async serves({ client, pool, newUser }) {
      const { username, password } = await newUser()
      const asked = await client.initiateAuth({
        ClientId: pool.clientId,
        AuthFlow: 'USER_AUTH',
        AuthParameters: { USERNAME: username },
      })
      expect(asked).toMatchObject({
        ChallengeName: 'SELECT_CHALLENGE',
        AvailableChallenges: ['PASSWORD', 'PASSWORD_SRP'],
      })
      const { AuthenticationResult } = await client.respondToAuthChallenge({
        ClientId: pool.clientId,
        ChallengeName: 'SELECT_CHALLENGE',
        Session: asked.Session,
        ChallengeResponses: { USERNAME: username, ANSWER: 'PASSWORD', PASSWORD: password },
      })
      expect(AuthenticationResult?.AccessToken).toBeDefined()
    },
    refuses: async ({ client, pool, newUser }) => {
      const { username, password, totp } = await newUser({ totp: true })
      const { Session } = await client.initiateAuth({
        ClientId: pool.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: password },
      })
      return client.respondToAuthChallenge({
        ClientId: pool.clientId,
        ChallengeName: 'SOFTWARE_TOKEN_MFA',
        Session,
        ChallengeResponses: {
          USERNAME: username,
          SOFTWARE_TOKEN_MFA_CODE: totp() === '123456' ? '654321' : '123456',
        },
      })
    },
    error: CodeMismatchException,
  },
  GetTokensFromRefreshToken: {
    async serves(stage) {
      const { client, pool } = stage
      const { refreshToken, DeviceKey, AccessToken } = await stage.onDevice()
      const { AuthenticationResult } = await client.getTokensFromRefreshToken({
        ClientId: pool.clientId,
        RefreshToken: refreshToken,
        DeviceKey,
      })
      expect(AuthenticationResult).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 3600 })
      expect(AuthenticationResult?.AccessToken).not.toBe(AccessToken)
      expect(AuthenticationResult?.RefreshToken).toBeUndefined()
      expect(AuthenticationResult?.NewDeviceMetadata).toBeUndefined()
    },
    refuses: async (stage) => {
      const { refreshToken } = await stage.onDevice()
      const ClientId = stage.pool.clientId
      return stage.client.getTokensFromRefreshToken({ ClientId, RefreshToken: refreshToken })
    },
    error: NotAuthorizedException,
  },
  RevokeToken: {
    async serves({ client, pool, signedIn }) {
      const { AccessToken, refreshToken } = await signedIn()
      await client.revokeToken({ ClientId: pool.clientId, Token: refreshToken })
      await expect(client.getUser({ AccessToken })).rejects.toBeInstanceOf(NotAuthorizedException)
    },
    refuses: async ({ client, pool, signedIn }) =>
      client.revokeToken({ ClientId: pool.clientId, Token: (await signedIn()).AccessToken }),
    error: UnsupportedTokenTypeException,
  },
  GlobalSignOut: {
    async serves({ client, signedIn }) {
      const { AccessToken } = await signedIn()
      await client.globalSignOut({ AccessToken })
      await expect(client.getUser({ AccessToken })).rejects.toBeInstanceOf(NotAuthorizedException)
    },
    refuses: ({ client }) => client.globalSignOut({ AccessToken: NO_TOKEN }),
    error: NotAuthorizedException,
  },
}

const secondFactor: Record<string, Exercise> = {
  AssociateSoftwareToken: {
    async serves({ client, signedIn }) {
      const { AccessToken } = await signedIn()
      const { SecretCode, Session } = await client.associateSoftwareToken({ AccessToken })
      expect(SecretCode).toMatch(/^[A-Z2-7]{32}$/)
      expect(Session).toBeUndefined()
    },
    refuses: ({ client }) => client.associateSoftwareToken({ AccessToken: NO_TOKEN }),
    error: NotAuthorizedException,
  },
  VerifySoftwareToken: {
    async serves({ client, app, signedIn }) {
      const { AccessToken } = await signedIn()
      const { SecretCode } = await client.associateSoftwareToken({ AccessToken })
      const UserCode = app(given(SecretCode))
      expect(await client.verifySoftwareToken({ AccessToken, UserCode })).toMatchObject({ Status: 'SUCCESS' })
    },
    refuses: async ({ client, app, signedIn }) => {
      const { AccessToken } = await signedIn()
      const { SecretCode } = await client.associateSoftwareToken({ AccessToken })
      const UserCode = app(given(SecretCode)) === '123456' ? '654321' : '123456'
      return client.verifySoftwareToken({ AccessToken, UserCode })
    },
    error: EnableSoftwareTokenMFAException,
  },
  SetUserMFAPreference: {
    async serves({ client, app, signedIn }) {
      const { AccessToken } = await signedIn()
      const { SecretCode } = await client.associateSoftwareToken({ AccessToken })
      await client.verifySoftwareToken({ AccessToken, UserCode: app(given(SecretCode)) })
      const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true }
      await client.setUserMFAPreference({ AccessToken, SoftwareTokenMfaSettings })
      expect(await client.getUser({ AccessToken })).toMatchObject({
        UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
        PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
      })
    },
    refuses: async ({ client, signedIn }) =>
      client.setUserMFAPreference({
        AccessToken: (await signedIn()).AccessToken,
        SMSMfaSettings: { Enabled: true },
      }),
    error: InvalidParameterException,
  },
}

const account: Record<string, Exercise> = {
  GetUser: {
    async serves({ client, signedIn }) {
      const { AccessToken, username, sub } = await signedIn()
      expect(await client.getUser({ AccessToken })).toMatchObject({
        Username: username,
        UserAttributes: [{ Name: 'sub', Value: sub }],
      })
    },
    refuses: ({ client }) => client.getUser({ AccessToken: NO_TOKEN }),
    error: NotAuthorizedException,
  },
  UpdateUserAttributes: {
    async serves({ client, signedIn }) {
      const { AccessToken } = await signedIn()
      const name = { Name: 'name', Value: 'Somebody' }
      const answer = await client.updateUserAttributes({ AccessToken, UserAttributes: [name] })
      expect(answer.CodeDeliveryDetailsList).toEqual([])
      expect((await client.getUser({ AccessToken })).UserAttributes).toContainEqual(name)
    },
    refuses: async ({ client, signedIn }) =>
      client.updateUserAttributes({
        AccessToken: (await signedIn()).AccessToken,
        UserAttributes: [{ Name: 'email_verified', Value: 'true' }],
      }),
    error: NotAuthorizedException,
  },
  DeleteUserAttributes: {
    async serves({ client, signedIn }) {
      const { AccessToken, sub } = await signedIn()
      const UserAttributes = [{ Name: 'name', Value: 'Somebody' }]
      await client.updateUserAttributes({ AccessToken, UserAttributes })
      await client.deleteUserAttributes({ AccessToken, UserAttributeNames: ['name'] })
      expect((await client.getUser({ AccessToken })).UserAttributes).toEqual([{ Name: 'sub', Value: sub }])
    },
    refuses: ({ client }) =>
      client.deleteUserAttributes({ AccessToken: NO_TOKEN, UserAttributeNames: ['name'] }),
    error: NotAuthorizedException,
  },
  ChangePassword: {
    async serves({ client, pool, signedIn }) {
      const { AccessToken, username, password } = await signedIn()
      const ProposedPassword = 'Better-horse-1'
      await client.changePassword({ AccessToken, PreviousPassword: password, ProposedPassword })
      const { AuthenticationResult } = await client.initiateAuth({
        ClientId: pool.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: ProposedPassword },
      })
      expect(AuthenticationResult).toBeDefined()
    },
    refuses: async ({ client, signedIn }) => {
      const { AccessToken, password } = await signedIn()
      return client.changePassword({ AccessToken, PreviousPassword: password, ProposedPassword: 'horse' })
    },
    error: InvalidPasswordException,
  },
  DeleteUser: {
    async serves({ client, here, signedIn }) {
      const { AccessToken, username } = await signedIn()
      await client.deleteUser({ AccessToken })
      await expect(client.adminGetUser({ ...here, Username: username })).rejects.toBeInstanceOf(
        UserNotFoundException,
      )
    },
    refuses: ({ client }) => client.deleteUser({ AccessToken: NO_TOKEN }),
    error: NotAuthorizedException,
  },
}

const devices: Record<string, Exercise> = {
  ConfirmDevice: {
    async serves({ client, signedIn, pool }) {
      const { AccessToken, device, username } = await signedIn()
      const answer = await client.confirmDevice({
        AccessToken,
        ...device.registration,
        DeviceName: 'a phone',
      })
      expect(answer.UserConfirmationNecessary).toBe(false)
      expect(await pool.trackedDevices(username)).toEqual([device.deviceKey])
    },
    refuses: async ({ client, signedIn }) => {
      const [mine, theirs] = [await signedIn(), await signedIn()]
      return client.confirmDevice({ AccessToken: mine.AccessToken, ...theirs.device.registration })
    },
    error: InvalidParameterException,
  },
  GetDevice: {
    async serves(stage) {
      const { AccessToken, DeviceKey } = await stage.onDevice()
      const { Device } = await stage.client.getDevice({ AccessToken, DeviceKey })
      expect(Device).toEqual({
        DeviceKey,
        DeviceAttributes: [
          { Name: 'device_status', Value: 'valid' },
          { Name: 'device_name', Value: 'a laptop' },
          { Name: 'last_ip_used', Value: expect.any(String) },
        ],
        DeviceCreateDate: expect.any(Date),
        DeviceLastModifiedDate: expect.any(Date),
        DeviceLastAuthenticatedDate: expect.any(Date),
      })
    },
    refuses: async ({ client, signedIn }) =>
      client.getDevice({ AccessToken: (await signedIn()).AccessToken, DeviceKey: NO_DEVICE }),
    error: ResourceNotFoundException,
  },
  ListDevices: {
    async serves(stage) {
      const { AccessToken, DeviceKey } = await stage.onDevice()
      const { Devices } = await stage.client.listDevices({ AccessToken, Limit: 60 })
      expect(Devices?.map((device) => device.DeviceKey)).toEqual([DeviceKey])
    },
    refuses: async ({ client, signedIn }) =>
      client.listDevices({ AccessToken: (await signedIn()).AccessToken, PaginationToken: NO_TOKEN }),
    error: InvalidParameterException,
  },
  UpdateDeviceStatus: {
    async serves(stage) {
      const { AccessToken, DeviceKey } = await stage.onDevice()
      await stage.client.updateDeviceStatus({
        AccessToken,
        DeviceKey,
        DeviceRememberedStatus: 'not_remembered',
      })
      expect((await stage.client.listDevices({ AccessToken })).Devices).toEqual([])
    },
    refuses: async ({ client, signedIn }) =>
      client.updateDeviceStatus({
        AccessToken: (await signedIn()).AccessToken,
        DeviceKey: NO_DEVICE,
        DeviceRememberedStatus: 'remembered',
      }),
    error: ResourceNotFoundException,
  },
  ForgetDevice: {
    async serves(stage) {
      const { AccessToken, DeviceKey, username } = await stage.onDevice()
      await stage.client.forgetDevice({ AccessToken, DeviceKey })
      expect(await stage.pool.trackedDevices(username)).toEqual([])
    },
    refuses: async ({ client, signedIn }) =>
      client.forgetDevice({ AccessToken: (await signedIn()).AccessToken, DeviceKey: NO_DEVICE }),
    error: ResourceNotFoundException,
  },
}

export const usersExercises = { ...signUp, ...signIn, ...secondFactor, ...account, ...devices }
