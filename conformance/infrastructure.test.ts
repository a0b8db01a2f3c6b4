import { randomBytes } from 'node:crypto'
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider'
import { createServer, DEVELOPMENT_ACCESS_KEY, listen } from '@latchkey/server'
import { freshDatabase } from '@latchkey/testing'
import { expect, test } from 'vitest'
import { apply, destroy, type Wanted } from './infrastructure.js'

/** An infrastructure script creates, reads, updates and deletes pools, clients and groups, and ends where it began. */

const FUNCTION = 'arn:aws:lambda:eu-central-1:111111111111:function'
const ROLE = 'arn:aws:iam::111111111111:role'

const staff: Wanted[string] = {
  foundation: {
    AliasAttributes: ['email', 'preferred_username'],
    UsernameConfiguration: { CaseSensitive: false },
    Schema: [
      { Name: 'given_name', AttributeDataType: 'String', Required: true, Mutable: true },
      {
        Name: 'team',
        AttributeDataType: 'String',
        Mutable: true,
        StringAttributeConstraints: { MinLength: '1', MaxLength: '40' },
      },
      {
        Name: 'rank',
        AttributeDataType: 'Number',
        Mutable: false,
        NumberAttributeConstraints: { MinValue: '0', MaxValue: '9' },
      },
      { Name: 'hired', AttributeDataType: 'DateTime' },
      { Name: 'remote', AttributeDataType: 'Boolean' },
    ],
  },
  settings: {
    DeletionProtection: 'ACTIVE',
    Policies: {
      PasswordPolicy: {
        MinimumLength: 12,
        RequireUppercase: true,
        RequireLowercase: true,
        RequireNumbers: true,
        RequireSymbols: false,
        PasswordHistorySize: 3,
        TemporaryPasswordValidityDays: 2,
      },
      SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] },
    },
    LambdaConfig: {
      PreSignUp: `${FUNCTION}:pre-sign-up`,
      PreAuthentication: `${FUNCTION}:pre-authentication`,
      PostAuthentication: `${FUNCTION}:post-authentication`,
      CustomMessage: `${FUNCTION}:message`,
      DefineAuthChallenge: `${FUNCTION}:define`,
      CreateAuthChallenge: `${FUNCTION}:create`,
      VerifyAuthChallengeResponse: `${FUNCTION}:verify`,
      UserMigration: `${FUNCTION}:migrate`,
      PostConfirmation: 'https://hooks.example.com/confirmed',
      PreTokenGenerationConfig: { LambdaArn: `${FUNCTION}:tokens`, LambdaVersion: 'V2_0' },
    },
    AutoVerifiedAttributes: ['email'],
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    VerificationMessageTemplate: {
      DefaultEmailOption: 'CONFIRM_WITH_CODE',
      EmailMessage: 'Your code is {####}.',
      EmailSubject: 'Your code',
      SmsMessage: 'Code {####}',
    },
    SmsAuthenticationMessage: 'Sign in with {####}',
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
    EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT', ReplyToEmailAddress: 'it@example.com' },
    SmsConfiguration: { SnsCallerArn: `${ROLE}/sms`, ExternalId: 'staff' },
    AdminCreateUserConfig: {
      AllowAdminCreateUserOnly: true,
      InviteMessageTemplate: {
        EmailMessage: 'You are {username}; your password is {####}.',
        EmailSubject: 'Welcome',
        SMSMessage: '{username}: {####}',
      },
    },
    AccountRecoverySetting: {
      RecoveryMechanisms: [
        { Priority: 1, Name: 'verified_email' },
        { Priority: 2, Name: 'verified_phone_number' },
      ],
    },
    UserPoolAddOns: { AdvancedSecurityMode: 'OFF' },
    UserPoolTier: 'ESSENTIALS',
  },
  mfa: {
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
    SmsMfaConfiguration: {
      SmsAuthenticationMessage: 'Sign in with {####}',
      SmsConfiguration: { SnsCallerArn: `${ROLE}/sms`, ExternalId: 'staff' },
    },
    EmailMfaConfiguration: { Message: 'Sign in with {####}', Subject: 'Your sign-in' },
    WebAuthnConfiguration: { RelyingPartyId: 'example.com', UserVerification: 'required' },
  },
  tags: { stage: 'test', owner: 'it' },
  clients: {
    web: {
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      AccessTokenValidity: 15,
      IdTokenValidity: 1,
      RefreshTokenValidity: 30,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'hours', RefreshToken: 'days' },
      AuthSessionValidity: 5,
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      ReadAttributes: ['email', 'given_name', 'custom:team'],
      WriteAttributes: ['given_name'],
    },
    backend: {
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
    },
    old: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
  },
  groups: {
    admins: { Description: 'May do everything', Precedence: 1, RoleArn: `${ROLE}/admins` },
    readers: { Description: 'May look' },
  },
}

const customers: Wanted[string] = {
  foundation: { UsernameAttributes: ['email'] },
  settings: { AutoVerifiedAttributes: ['email'] },
  mfa: { MfaConfiguration: 'OFF' },
  tags: {},
  clients: { shop: { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] } },
  groups: {},
}

/** What it is to be a month later. */
const later: Wanted = {
  staff: {
    ...staff,
    settings: {
      ...staff.settings,
      Policies: {
        PasswordPolicy: { ...staff.settings.Policies?.PasswordPolicy, MinimumLength: 16 },
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] },
      },
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false },
      LambdaConfig: { PreSignUp: `${FUNCTION}:pre-sign-up-2` },
    },
    mfa: { ...staff.mfa, MfaConfiguration: 'ON' },
    tags: { stage: 'production', region: 'eu' },
    clients: {
      web: { ...staff.clients.web, AccessTokenValidity: 10, WriteAttributes: ['given_name', 'custom:team'] },
      backend: staff.clients.backend ?? {},
      phone: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    },
    groups: { admins: { Description: 'May do nearly everything', Precedence: 2 }, auditors: {} },
  },
  partners: { ...customers, tags: { stage: 'production' } },
}

async function startServer() {
  const database = await freshDatabase()
  const masterKey = randomBytes(32)
  const publicUrl = 'http://127.0.0.1:9229'
  // Nobody signs in, so that no function is invoked.
  const triggers = { lambdaEndpoint: 'http://127.0.0.1:1', webhookKey: randomBytes(32) }
  const options = { database, masterKey, publicUrl, development: true, cores: 1, triggers }
  const server = await createServer(options)
  const listener = await listen({ host: '127.0.0.1', port: 0, handler: server.fetch })
  const { accessKeyId, secret: secretAccessKey } = DEVELOPMENT_ACCESS_KEY
  const sdk = new CognitoIdentityProvider({
    region: 'local',
    endpoint: listener.url,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  })
  return {
    sdk,
    /** Every row of every table. */
    async rows(): Promise<Record<string, unknown[]>> {
      const tables = (await database.introspection.getTables()).map(({ name }) => name)
      const read = async (table: string) =>
        [
          table,
          await database
            .selectFrom(table as 'pools')
            .selectAll()
            .execute(),
        ] as const
      return Object.fromEntries(await Promise.all(tables.map(read)))
    },
    async [Symbol.asyncDispose]() {
      sdk.destroy()
      await listener.close()
      await server.close()
    },
  }
}

test('pools, clients and groups come, change and go, twice over, and leave nothing', async () => {
  await using server = await startServer()
  const { sdk } = server
  const before = await server.rows()
  expect(Object.keys(before).length).toBeGreaterThan(10)

  for (const round of ['first', 'second']) {
    expect
      .soft(await apply(sdk, { staff, customers }), round)
      .toEqual([
        'create pool staff',
        expect.stringMatching(/^update MFA of staff: /),
        'tag staff: +stage,+owner',
        'create client staff/web',
        'create client staff/backend',
        'create client staff/old',
        'create group staff/admins',
        'create group staff/readers',
        'create pool customers',
        'create client customers/shop',
      ])
    expect(await apply(sdk, { staff, customers }), 'read back, it is what was wanted').toEqual([])

    expect(await apply(sdk, later)).toEqual([
      'update pool staff: Policies,LambdaConfig,DeviceConfiguration',
      'update MFA of staff: MfaConfiguration',
      'tag staff: -owner,+stage,+region',
      'update client staff/web: AccessTokenValidity,WriteAttributes',
      'create client staff/phone',
      'delete client staff/old',
      'update group staff/admins: Description,Precedence',
      'create group staff/auditors',
      'delete group staff/readers',
      'create pool partners',
      'tag partners: +stage',
      'create client partners/shop',
      'delete pool customers',
    ])
    expect(await apply(sdk, later)).toEqual([])

    expect((await destroy(sdk)).toSorted()).toEqual(['delete pool partners', 'delete pool staff'])
    expect((await sdk.listUserPools({ MaxResults: 60 })).UserPools).toEqual([])
    expect(await server.rows()).toEqual(before)
  }
})
