import {
  InvalidParameterException,
  InvalidPasswordException,
  NotAuthorizedException,
  ResourceNotFoundException,
  UserNotFoundException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect } from 'vitest'
import { given } from './pool-server.js'
import { type Exercise, NO_DEVICE, NO_POOL } from './sdk-stage.js'

/** What operators do, signed with an access key. */

const pools: Record<string, Exercise> = {
  CreateUserPool: {
    async serves({ client }) {
      const { UserPool } = await client.createUserPool({
        PoolName: 'made by hand',
        MfaConfiguration: 'OPTIONAL',
        DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: true },
        UsernameAttributes: ['email'],
        UserPoolTags: { stage: 'test' },
      })
      expect(UserPool).toMatchObject({
        Id: expect.stringMatching(/^local_[0-9a-zA-Z]+$/),
        Name: 'made by hand',
        MfaConfiguration: 'OPTIONAL',
        DeviceConfiguration: { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: true },
        UsernameAttributes: ['email'],
        UserPoolTags: { stage: 'test' },
        CreationDate: expect.any(Date),
      })
    },
    refuses: ({ client }) =>
      client.createUserPool({ PoolName: 'x', LambdaConfig: { PreSignUp: 'arn:aws:lambda:x:0:function:f' } }),
    error: InvalidParameterException,
  },
  DescribeUserPool: {
    async serves({ client, here }) {
      const { UserPool } = await client.describeUserPool(here)
      expect(UserPool).toMatchObject({
        Id: here.UserPoolId,
        Name: 'conformance',
        MfaConfiguration: 'OPTIONAL',
        DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false },
        AutoVerifiedAttributes: ['email'],
        AliasAttributes: ['preferred_username'],
      })
    },
    refuses: ({ client }) => client.describeUserPool(NO_POOL),
    error: ResourceNotFoundException,
  },
  ListUserPools: {
    async serves({ client, here }) {
      const { UserPools } = await client.listUserPools({ MaxResults: 60 })
      expect(UserPools).toContainEqual(expect.objectContaining({ Id: here.UserPoolId, Name: 'conformance' }))
    },
    refuses: ({ client }) => client.listUserPools({ MaxResults: 61 }),
    error: InvalidParameterException,
  },
  UpdateUserPool: {
    async serves({ client, anotherPool }) {
      const there = await anotherPool()
      await client.updateUserPool({ ...there, DeviceConfiguration: { ChallengeRequiredOnNewDevice: false } })
      const { UserPool: tracked } = await client.describeUserPool(there)
      expect(tracked?.DeviceConfiguration).toEqual({
        ChallengeRequiredOnNewDevice: false,
        DeviceOnlyRememberedOnUserPrompt: false,
      })
      await client.updateUserPool(there)
      expect((await client.describeUserPool(there)).UserPool?.DeviceConfiguration).toBeUndefined()
    },
    refuses: ({ client }) => client.updateUserPool(NO_POOL),
    error: ResourceNotFoundException,
  },
  DeleteUserPool: {
    async serves({ client, anotherPool }) {
      const there = await anotherPool()
      await client.deleteUserPool(there)
      await expect(client.describeUserPool(there)).rejects.toBeInstanceOf(ResourceNotFoundException)
    },
    refuses: async ({ client, anotherPool }) =>
      client.deleteUserPool(await anotherPool({ DeletionProtection: 'ACTIVE' })),
    error: InvalidParameterException,
  },
  AddCustomAttributes: {
    async serves({ client, here }) {
      await client.addCustomAttributes({
        ...here,
        CustomAttributes: [{ Name: 'colour', AttributeDataType: 'String', Mutable: true }],
      })
      const { UserPool } = await client.describeUserPool(here)
      expect(UserPool?.SchemaAttributes).toContainEqual(
        expect.objectContaining({ Name: 'custom:colour', AttributeDataType: 'String', Mutable: true }),
      )
    },
    refuses: ({ client, here }) =>
      client.addCustomAttributes({
        ...here,
        CustomAttributes: [{ Name: 'colour', AttributeDataType: 'String' }],
      }),
    error: InvalidParameterException,
  },
  GetUserPoolMfaConfig: {
    async serves({ client, here }) {
      expect(await client.getUserPoolMfaConfig(here)).toMatchObject({
        MfaConfiguration: 'OPTIONAL',
        SoftwareTokenMfaConfiguration: { Enabled: true },
      })
    },
    refuses: ({ client }) => client.getUserPoolMfaConfig(NO_POOL),
    error: ResourceNotFoundException,
  },
  SetUserPoolMfaConfig: {
    async serves({ client, anotherPool }) {
      const there = await anotherPool()
      const wanted = {
        MfaConfiguration: 'ON',
        SoftwareTokenMfaConfiguration: { Enabled: true },
        SmsMfaConfiguration: {
          SmsAuthenticationMessage: 'Your code is {####}',
          SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms', ExternalId: 'sms' },
        },
        EmailMfaConfiguration: { Message: 'Your code is {####}', Subject: 'Sign-in' },
      } as const
      expect(await client.setUserPoolMfaConfig({ ...there, ...wanted })).toMatchObject(wanted)
      expect(await client.getUserPoolMfaConfig(there)).toMatchObject(wanted)
    },
    refuses: async ({ client, anotherPool }) =>
      client.setUserPoolMfaConfig({
        ...(await anotherPool()),
        MfaConfiguration: 'ON',
        SoftwareTokenMfaConfiguration: { Enabled: false },
      }),
    error: InvalidParameterException,
  },
}

const clients: Record<string, Exercise> = {
  CreateUserPoolClient: {
    async serves({ client, here }) {
      const { UserPoolClient } = await client.createUserPoolClient({
        ...here,
        ClientName: 'back end',
        GenerateSecret: true,
        ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
        AccessTokenValidity: 10,
        TokenValidityUnits: { AccessToken: 'minutes' },
      })
      expect(UserPoolClient).toMatchObject({
        ...here,
        ClientName: 'back end',
        ClientSecret: expect.any(String),
        ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
        AccessTokenValidity: 10,
        TokenValidityUnits: { AccessToken: 'minutes' },
      })
    },
    refuses: ({ client }) => client.createUserPoolClient({ ...NO_POOL, ClientName: 'x' }),
    error: ResourceNotFoundException,
  },
  DescribeUserPoolClient: {
    async serves({ client, here, pool }) {
      const { UserPoolClient } = await client.describeUserPoolClient({ ...here, ClientId: pool.clientId })
      expect(UserPoolClient).toMatchObject({ ...here, ClientId: pool.clientId, ClientName: 'app' })
      expect(UserPoolClient?.ClientSecret).toBeUndefined()
    },
    refuses: ({ client, here }) => client.describeUserPoolClient({ ...here, ClientId: 'nobody' }),
    error: ResourceNotFoundException,
  },
  ListUserPoolClients: {
    async serves({ client, here, pool }) {
      const { UserPoolClients } = await client.listUserPoolClients(here)
      expect(UserPoolClients).toContainEqual({ ...here, ClientId: pool.clientId, ClientName: 'app' })
    },
    refuses: ({ client }) => client.listUserPoolClients(NO_POOL),
    error: ResourceNotFoundException,
  },
  UpdateUserPoolClient: {
    async serves({ client, here }) {
      const { UserPoolClient: made } = await client.createUserPoolClient({ ...here, ClientName: 'old' })
      const { UserPoolClient: changed } = await client.updateUserPoolClient({
        ...here,
        ClientId: given(made?.ClientId),
        ClientName: 'new',
        AuthSessionValidity: 5,
      })
      expect(changed).toMatchObject({ ClientId: made?.ClientId, ClientName: 'new', AuthSessionValidity: 5 })
    },
    refuses: ({ client, here }) => client.updateUserPoolClient({ ...here, ClientId: 'nobody' }),
    error: ResourceNotFoundException,
  },
  DeleteUserPoolClient: {
    async serves({ client, here }) {
      const { UserPoolClient: made } = await client.createUserPoolClient({ ...here, ClientName: 'short' })
      const named = { ...here, ClientId: given(made?.ClientId) }
      await client.deleteUserPoolClient(named)
      await expect(client.describeUserPoolClient(named)).rejects.toBeInstanceOf(ResourceNotFoundException)
    },
    refuses: ({ client, here }) => client.deleteUserPoolClient({ ...here, ClientId: 'nobody' }),
    error: ResourceNotFoundException,
  },
}

const Nobody = { Username: 'nobody' }

const users: Record<string, Exercise> = {
  AdminCreateUser: {
    async serves({ client, here, newName }) {
      const Username = newName()
      const { User } = await client.adminCreateUser({
        ...here,
        Username,
        UserAttributes: [{ Name: 'name', Value: 'Somebody' }],
      })
      expect(User).toMatchObject({
        Username,
        Enabled: true,
        UserStatus: 'FORCE_CHANGE_PASSWORD',
        UserCreateDate: expect.any(Date),
      })
      expect(User?.Attributes).toContainEqual({ Name: 'name', Value: 'Somebody' })
    },
    refuses: async ({ client, here, newUser }) =>
      client.adminCreateUser({ ...here, Username: (await newUser()).username }),
    error: UsernameExistsException,
  },
  AdminGetUser: {
    async serves({ client, here, newUser }) {
      const { username, sub } = await newUser({ totp: true })
      expect(await client.adminGetUser({ ...here, Username: username })).toMatchObject({
        Username: username,
        Enabled: true,
        UserStatus: 'CONFIRMED',
        UserAttributes: [{ Name: 'sub', Value: sub }],
        UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
        PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
      })
    },
    refuses: ({ client, here }) => client.adminGetUser({ ...here, ...Nobody }),
    error: UserNotFoundException,
  },
  ListUsers: {
    async serves({ client, here, newUser }) {
      const { username, sub } = await newUser()
      const { Users } = await client.listUsers({ ...here, Filter: `username = "${username}"` })
      expect(Users).toHaveLength(1)
      expect(Users?.[0]).toMatchObject({ Username: username, Attributes: [{ Name: 'sub', Value: sub }] })
    },
    refuses: ({ client, here }) => client.listUsers({ ...here, Filter: 'whoever' }),
    error: InvalidParameterException,
  },
  AdminConfirmSignUp: {
    async serves({ client, here, applicant }) {
      const { Username } = await applicant()
      await client.adminConfirmSignUp({ ...here, Username })
      expect(await client.adminGetUser({ ...here, Username })).toMatchObject({ UserStatus: 'CONFIRMED' })
    },
    refuses: ({ client, here }) => client.adminConfirmSignUp({ ...here, ...Nobody }),
    error: UserNotFoundException,
  },
  AdminSetUserPassword: {
    async serves({ client, here, newUser }) {
      const { username: Username } = await newUser()
      await client.adminSetUserPassword({ ...here, Username, Password: 'Temporary-horse-1' })
      expect(await client.adminGetUser({ ...here, Username })).toMatchObject({
        UserStatus: 'FORCE_CHANGE_PASSWORD',
      })
    },
    refuses: async ({ client, here, newUser }) =>
      client.adminSetUserPassword({ ...here, Username: (await newUser()).username, Password: 'horse' }),
    error: InvalidPasswordException,
  },
  AdminUpdateUserAttributes: {
    async serves({ client, here, newUser }) {
      const { username: Username } = await newUser()
      const name = { Name: 'name', Value: 'Somebody' }
      await client.adminUpdateUserAttributes({ ...here, Username, UserAttributes: [name] })
      expect((await client.adminGetUser({ ...here, Username })).UserAttributes).toContainEqual(name)
    },
    refuses: async ({ client, here, newUser }) =>
      client.adminUpdateUserAttributes({
        ...here,
        Username: (await newUser()).username,
        UserAttributes: [{ Name: 'shoe size', Value: '42' }],
      }),
    error: InvalidParameterException,
  },
  AdminDeleteUserAttributes: {
    async serves({ client, here, newUser }) {
      const { username: Username, sub } = await newUser({ attributes: { name: 'Somebody' } })
      await client.adminDeleteUserAttributes({ ...here, Username, UserAttributeNames: ['name'] })
      expect((await client.adminGetUser({ ...here, Username })).UserAttributes).toEqual([
        { Name: 'sub', Value: sub },
      ])
    },
    refuses: ({ client, here }) =>
      client.adminDeleteUserAttributes({ ...here, ...Nobody, UserAttributeNames: ['name'] }),
    error: UserNotFoundException,
  },
  AdminDisableUser: {
    async serves({ client, here, signedIn }) {
      const { username: Username, AccessToken } = await signedIn()
      await client.adminDisableUser({ ...here, Username })
      expect(await client.adminGetUser({ ...here, Username })).toMatchObject({ Enabled: false })
      await expect(client.getUser({ AccessToken })).rejects.toBeInstanceOf(NotAuthorizedException)
    },
    refuses: ({ client, here }) => client.adminDisableUser({ ...here, ...Nobody }),
    error: UserNotFoundException,
  },
  AdminEnableUser: {
    async serves({ client, here, newUser }) {
      const { username: Username } = await newUser()
      await client.adminDisableUser({ ...here, Username })
      await client.adminEnableUser({ ...here, Username })
      expect(await client.adminGetUser({ ...here, Username })).toMatchObject({ Enabled: true })
    },
    refuses: ({ client, here }) => client.adminEnableUser({ ...here, ...Nobody }),
    error: UserNotFoundException,
  },
  AdminSetUserMFAPreference: {
    async serves({ client, here, newUser }) {
      const { username: Username } = await newUser({ totp: true })
      const SoftwareTokenMfaSettings = { Enabled: false }
      await client.adminSetUserMFAPreference({ ...here, Username, SoftwareTokenMfaSettings })
      expect((await client.adminGetUser({ ...here, Username })).UserMFASettingList ?? []).toEqual([])
    },
    refuses: async ({ client, here, newUser }) =>
      client.adminSetUserMFAPreference({
        ...here,
        Username: (await newUser()).username,
        SoftwareTokenMfaSettings: { Enabled: true },
      }),
    error: InvalidParameterException,
  },
  AdminUserGlobalSignOut: {
    async serves({ client, here, signedIn }) {
      const { username: Username, AccessToken } = await signedIn()
      await client.adminUserGlobalSignOut({ ...here, Username })
      await expect(client.getUser({ AccessToken })).rejects.toBeInstanceOf(NotAuthorizedException)
    },
    refuses: ({ client, here }) => client.adminUserGlobalSignOut({ ...here, ...Nobody }),
    error: UserNotFoundException,
  },
  AdminDeleteUser: {
    async serves({ client, here, newUser }) {
      const { username: Username } = await newUser()
      await client.adminDeleteUser({ ...here, Username })
      await expect(client.adminGetUser({ ...here, Username })).rejects.toBeInstanceOf(UserNotFoundException)
    },
    refuses: ({ client, here }) => client.adminDeleteUser({ ...here, ...Nobody }),
    error: UserNotFoundException,
  },
}

const devices: Record<string, Exercise> = {
  AdminGetDevice: {
    async serves(stage) {
      const { client, here } = stage
      const { username: Username, DeviceKey } = await stage.onDevice()
      const { Device } = await client.adminGetDevice({ ...here, Username, DeviceKey })
      expect(Device).toMatchObject({ DeviceKey, DeviceCreateDate: expect.any(Date) })
      expect(Device?.DeviceAttributes).toEqual([
        { Name: 'device_status', Value: 'valid' },
        { Name: 'device_name', Value: 'a laptop' },
        {
          Name: 'dev:device_arn',
          Value: `arn:aws:cognito-idp:local:000000000000:owner/${Username}.${here.UserPoolId}/device/${DeviceKey}`,
        },
        { Name: 'dev:device_owner', Value: `${Username}.${here.UserPoolId}` },
        { Name: 'last_ip_used', Value: expect.any(String) },
        { Name: 'dev:device_remembered_status', Value: 'remembered' },
        { Name: 'dev:device_sdk', Value: expect.stringContaining('aws-sdk-js/3') },
      ])
    },
    refuses: async ({ client, here, newUser }) =>
      client.adminGetDevice({ ...here, Username: (await newUser()).username, DeviceKey: NO_DEVICE }),
    error: ResourceNotFoundException,
  },
  AdminListDevices: {
    async serves(stage) {
      const { client, here } = stage
      const { username: Username, DeviceKey } = await stage.onDevice()
      const { Devices, PaginationToken } = await client.adminListDevices({ ...here, Username })
      expect(Devices?.map((device) => device.DeviceKey)).toEqual([DeviceKey])
      expect(PaginationToken).toBeUndefined()
    },
    refuses: ({ client, here }) => client.adminListDevices({ ...here, ...Nobody }),
    error: ResourceNotFoundException,
  },
  AdminListUserAuthEvents: {
    async serves(stage) {
      const { client, here } = stage
      const { username: Username } = await stage.onDevice()
      const { AuthEvents = [] } = await client.adminListUserAuthEvents({ ...here, Username, MaxResults: 60 })
      const [signIn] = AuthEvents.filter(({ EventType }) => EventType === 'SignIn')
      expect(signIn).toEqual({
        EventId: expect.any(String),
        EventType: 'SignIn',
        CreationDate: expect.any(Date),
        EventResponse: 'Pass',
        ChallengeResponses: [{ ChallengeName: 'Password', ChallengeResponse: 'Success' }],
        EventContextData: {
          IpAddress: expect.stringMatching(/^127\./),
          DeviceName: expect.stringContaining('AWS SDK for JavaScript'),
        },
      })
    },
    refuses: ({ client, here }) => client.adminListUserAuthEvents({ ...here, ...Nobody }),
    error: UserNotFoundException,
  },
  AdminUpdateDeviceStatus: {
    async serves(stage) {
      const { client, here } = stage
      const { username: Username, AccessToken, DeviceKey } = await stage.onDevice()
      const named = { ...here, Username, DeviceKey }
      await client.adminUpdateDeviceStatus({ ...named, DeviceRememberedStatus: 'not_remembered' })
      expect((await client.listDevices({ AccessToken })).Devices).toEqual([])
      await client.adminUpdateDeviceStatus({ ...named, DeviceRememberedStatus: 'remembered' })
      expect((await client.listDevices({ AccessToken })).Devices).toHaveLength(1)
    },
    refuses: async ({ client, here, newUser }) =>
      client.adminUpdateDeviceStatus({ ...here, Username: (await newUser()).username, DeviceKey: NO_DEVICE }),
    error: ResourceNotFoundException,
  },
  AdminForgetDevice: {
    async serves(stage) {
      const { client, here, pool } = stage
      const { username: Username, DeviceKey } = await stage.onDevice()
      await client.adminForgetDevice({ ...here, Username, DeviceKey })
      expect(await pool.trackedDevices(Username)).toEqual([])
    },
    refuses: async ({ client, here, newUser }) =>
      client.adminForgetDevice({ ...here, Username: (await newUser()).username, DeviceKey: NO_DEVICE }),
    error: ResourceNotFoundException,
  },
}

const signIn: Record<string, Exercise> = {
  AdminInitiateAuth: {
    async serves({ client, here, pool, newUser }) {
      const { username, password } = await newUser()
      const answer = await client.adminInitiateAuth({
        ...here,
        ClientId: pool.clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: password },
      })
      expect(answer.ChallengeName).toBeUndefined()
      expect(answer.AuthenticationResult).toMatchObject({
        TokenType: 'Bearer',
        ExpiresIn: 3600,
        AccessToken: expect.any(String),
        IdToken: expect.any(String),
        RefreshToken: expect.any(String),
        NewDeviceMetadata: {
          DeviceKey: expect.stringMatching(/^local_[0-9a-f-]{36}$/),
          DeviceGroupKey: expect.stringMatching(/^-[0-9A-Za-z]{8}$/),
        },
      })
    },
    refuses: async ({ client, here, pool, newUser }) =>
      client.adminInitiateAuth({
        ...here,
        ClientId: pool.clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: (await newUser()).username, PASSWORD: 'Wrong-horse-1' },
      }),
    error: NotAuthorizedException,
  },
  AdminRespondToAuthChallenge: {
    async serves({ client, here, pool, newUser }) {
      const { username, password, totp } = await newUser({ totp: true })
      const asked = await client.adminInitiateAuth({
        ...here,
        ClientId: pool.clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: password },
      })
      expect(asked).toMatchObject({
        ChallengeName: 'SOFTWARE_TOKEN_MFA',
        ChallengeParameters: { USER_ID_FOR_SRP: username },
      })
      const answer = await client.adminRespondToAuthChallenge({
        ...here,
        ClientId: pool.clientId,
        ChallengeName: 'SOFTWARE_TOKEN_MFA',
        Session: asked.Session,
        ChallengeResponses: { USERNAME: username, SOFTWARE_TOKEN_MFA_CODE: totp() },
      })
      expect(answer.AuthenticationResult?.NewDeviceMetadata?.DeviceKey).toBeDefined()
    },
    refuses: async ({ client, here, pool, newUser }) =>
      client.adminRespondToAuthChallenge({
        ...here,
        ClientId: pool.clientId,
        ChallengeName: 'SOFTWARE_TOKEN_MFA',
        Session: 'not a session of anybody',
        ChallengeResponses: { USERNAME: (await newUser()).username, SOFTWARE_TOKEN_MFA_CODE: '123456' },
      }),
    error: NotAuthorizedException,
  },
}

export const operatorsExercises = { ...pools, ...clients, ...users, ...devices, ...signIn }
