import type { CreateUserPoolRequest, DeviceConfigurationType } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../errors.js'
import { defaultPasswordPolicy, isPoolId, mfaFault, type Pool, passwordFault } from './pool.js'
import {
  deviceConfigurationShape,
  deviceTrackingOf,
  draftOf,
  mfaConfigShape,
  passwordPolicyOf,
  poolShape,
  settingsOf,
} from './pool-shape.js'
import { schemaAttributeShape, schemaOf, withCustomAttributes } from './schema-shape.js'
import type { PoolRequest } from './unserved.js'

const madeAt = new Date('2026-03-01T10:00:00.250Z')

const poolOf = (request: Omit<CreateUserPoolRequest, 'PoolName'> = {}): Pool => ({
  ...settingsOf({ PoolName: 'people', ...request }),
  poolId: 'local_AbC123xyz',
  createdAt: madeAt,
  modifiedAt: madeAt,
})

const described = (request: Omit<CreateUserPoolRequest, 'PoolName'> = {}) => poolShape(poolOf(request), 0)

const refusalOf = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) return `${error.code}: ${error.message}`
    throw error
  }
  return 'nothing is refused'
}

describe('ids', () => {
  test.each(['local_AbC123xyz', 'eu-west-1_a', `${'a'.repeat(18)}_${'B'.repeat(36)}`])(
    '%s is a pool',
    (id) => {
      expect(isPoolId(id)).toBe(true)
    },
  )

  test.each([
    ['no region', '_abc'],
    ['no name', 'local_'],
    ['a dash in the name', 'local_a-b'],
    ['capitals in the region', 'Local_abc'],
    ['a region of 19 characters', `${'a'.repeat(19)}_b`],
    ['56 characters', `local_${'a'.repeat(50)}`],
    ['a line break', 'local_abc\n'],
  ])('%s is refused', (_why, id) => {
    expect(isPoolId(id)).toBe(false)
  })
})

describe('passwords', () => {
  test.each([
    ['Abc-123', 'Password not long enough'],
    ['abcd-1234', 'Password must have uppercase characters'],
    ['ABCD-1234', 'Password must have lowercase characters'],
    ['Abcd-efgh', 'Password must have numeric characters'],
    ['Abcd1234', 'Password must have symbol characters'],
    ['Abcd-1234', undefined],
  ])('under the default policy, %s: %s', (password, fault) => {
    expect(passwordFault(defaultPasswordPolicy, password)).toBe(fault)
  })

  test('a pool without a policy asks for every kind of character', () => {
    expect(passwordPolicyOf(undefined, undefined)).toEqual(defaultPasswordPolicy)
    expect(passwordPolicyOf({}, undefined)).toEqual(defaultPasswordPolicy)
  })

  test('a policy asks for no more than it names', () => {
    expect(passwordPolicyOf({ PasswordPolicy: { RequireNumbers: true } }, undefined)).toEqual({
      minimumLength: 8,
      requireUppercase: false,
      requireLowercase: false,
      requireNumbers: true,
      requireSymbols: false,
      temporaryPasswordDays: 7,
      historySize: 0,
    })
  })

  test.each([
    ['the policy', { TemporaryPasswordValidityDays: 3 }, 5, 3],
    ['the deprecated synonym', {}, 5, 5],
    ['the synonym where the policy says 0', { TemporaryPasswordValidityDays: 0 }, 5, 5],
    ['the default where both say 0', { TemporaryPasswordValidityDays: 0 }, 0, 7],
  ])(
    'the days of a temporary password come from %s',
    (_from, PasswordPolicy, UnusedAccountValidityDays, days) => {
      const policy = passwordPolicyOf({ PasswordPolicy }, { UnusedAccountValidityDays })
      expect(policy.temporaryPasswordDays).toBe(days)
    },
  )
})

describe('device tracking', () => {
  test.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])('replaces MFA: %s, only on user prompt: %s: is on, and answered as given', (replaces, prompt) => {
    const given = { ChallengeRequiredOnNewDevice: replaces, DeviceOnlyRememberedOnUserPrompt: prompt }
    expect(deviceTrackingOf(given)).toEqual({ replacesMfa: replaces, onlyOnUserPrompt: prompt })
    expect(described({ DeviceConfiguration: given }).DeviceConfiguration).toEqual(given)
  })

  test.each<[string, DeviceConfigurationType]>([
    ['ChallengeRequiredOnNewDevice', { ChallengeRequiredOnNewDevice: false }],
    ['DeviceOnlyRememberedOnUserPrompt', { DeviceOnlyRememberedOnUserPrompt: false }],
  ])('a single false, %s, turns it on, and both members are answered', (_member, given) => {
    expect(deviceConfigurationShape(deviceTrackingOf(given))).toEqual({
      ChallengeRequiredOnNewDevice: false,
      DeviceOnlyRememberedOnUserPrompt: false,
    })
  })

  test.each<[string, DeviceConfigurationType | undefined]>([
    ['nothing', undefined],
    ['an empty structure', {}],
    ['members without a value', { ChallengeRequiredOnNewDevice: undefined }],
  ])('%s leaves it off', (_what, given) => {
    expect(deviceTrackingOf(given)).toBeUndefined()
    expect(described({ DeviceConfiguration: given }).DeviceConfiguration).toBeUndefined()
  })

  test('an update that does not mention it turns it off', () => {
    const before = poolOf({ DeviceConfiguration: { ChallengeRequiredOnNewDevice: true } })
    expect({ ...before, ...draftOf({}, before.name) }.deviceTracking).toBeUndefined()
  })
})

describe('multi-factor authentication', () => {
  test.each(['OFF', 'OPTIONAL', 'ON'] as const)('%s is answered as given', (MfaConfiguration) => {
    expect(described({ MfaConfiguration }).MfaConfiguration).toBe(MfaConfiguration)
  })

  test('software tokens are offered wherever there is MFA', () => {
    expect(mfaConfigShape(poolOf({ MfaConfiguration: 'OPTIONAL' }))).toEqual({
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    })
    expect(mfaConfigShape(poolOf())).toEqual({ MfaConfiguration: 'OFF' })
  })

  test('nobody could sign in where MFA is ON and there is no kind of second factor', () => {
    const none = { softwareTokenMfa: false, smsMfa: false, emailMfa: false }
    expect(mfaFault({ ...none, mfa: 'required' })).toMatch('nobody could sign in')
    expect(mfaFault({ ...none, mfa: 'required', softwareTokenMfa: true })).toBeUndefined()
    expect(mfaFault({ ...none, mfa: 'required', smsMfa: true })).toBeUndefined()
    expect(mfaFault({ ...none, mfa: 'required', emailMfa: true })).toBeUndefined()
    expect(mfaFault({ ...none, mfa: 'optional' })).toBeUndefined()
  })

  test('an update says nothing about software tokens, so that it does not bring them back', () => {
    expect(draftOf({ MfaConfiguration: 'OPTIONAL' }, 'people')).not.toHaveProperty('softwareTokenMfa')
  })
})

describe('the schema', () => {
  test('a standard attribute can be made required, and keeps what is not mentioned', () => {
    const email = schemaOf([{ Name: 'email', Required: true }]).find((rule) => rule.name === 'email')
    expect(email).toMatchObject({ required: true, mutable: true, minLength: 0, maxLength: 2048 })
  })

  test('custom attributes have their prefix, whether it is given or not', () => {
    const rules = withCustomAttributes(schemaOf(), [
      { Name: 'team', AttributeDataType: 'String' },
      { Name: 'custom:floor', AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: '-2' } },
      { Name: 'risk', AttributeDataType: 'String', DeveloperOnlyAttribute: true },
    ])
    expect(rules.slice(-3)).toMatchObject([
      { name: 'custom:team', mutable: true, required: false },
      { name: 'custom:floor', minValue: -2 },
      { name: 'dev:custom:risk', developerOnly: true },
    ])
  })

  test('it can be given again as it was answered', () => {
    const rules = schemaOf([
      { Name: 'birthdate', Required: true, Mutable: false },
      { Name: 'team', AttributeDataType: 'String', StringAttributeConstraints: { MaxLength: '20' } },
      { Name: 'risk', AttributeDataType: 'Number', DeveloperOnlyAttribute: true },
    ])
    expect(schemaOf(rules.map(schemaAttributeShape))).toEqual(rules)
  })

  test.each([
    ['a required custom attribute', [{ Name: 'a', AttributeDataType: 'String', Required: true }]],
    ['a custom attribute without a type', [{ Name: 'a' }]],
    ['a custom attribute without a name', [{ AttributeDataType: 'String' }]],
    ['a standard attribute of another type', [{ Name: 'email', AttributeDataType: 'Number' }]],
    ['a standard attribute for developers only', [{ Name: 'email', DeveloperOnlyAttribute: true }]],
    ['a sub that changes', [{ Name: 'sub', Mutable: true }]],
    ['an attribute that is there twice', [{ Name: 'email' }, { Name: 'email', Required: true }]],
    [
      'a minimum above the maximum',
      [
        {
          Name: 'a',
          AttributeDataType: 'String',
          StringAttributeConstraints: { MinLength: '9', MaxLength: '8' },
        },
      ],
    ],
    [
      'a length that is no number',
      [{ Name: 'a', AttributeDataType: 'String', StringAttributeConstraints: { MinLength: 'ten' } }],
    ],
  ] as const)('%s is refused', (_what, given) => {
    expect(refusalOf(() => schemaOf([...given]))).toMatch('InvalidParameterException')
  })

  test('a name that is taken is refused', () => {
    const schema = schemaOf([{ Name: 'team', AttributeDataType: 'String' }])
    expect(
      refusalOf(() => withCustomAttributes(schema, [{ Name: 'custom:team', AttributeDataType: 'Number' }])),
    ).toBe('InvalidParameterException: custom:team: Existing attribute already has name custom:team.')
  })

  test('there are fifty custom attributes at most', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        Name: `a${index}`,
        AttributeDataType: 'String' as const,
      }))
    expect(refusalOf(() => schemaOf(many(50)))).toBe('nothing is refused')
    expect(refusalOf(() => schemaOf(many(51)))).toMatch('at most 50 custom attributes')
  })
})

describe('a pool as it is answered', () => {
  test('with nothing given but its name', () => {
    expect(described()).toMatchObject({
      Id: 'local_AbC123xyz',
      Name: 'people',
      Arn: 'arn:aws:cognito-idp:local:000000000000:userpool/local_AbC123xyz',
      CreationDate: 1772359200.25,
      LastModifiedDate: 1772359200.25,
      DeletionProtection: 'INACTIVE',
      MfaConfiguration: 'OFF',
      UsernameConfiguration: { CaseSensitive: true },
      EstimatedNumberOfUsers: 0,
      EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
      UserPoolTier: 'ESSENTIALS',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
      VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE' },
    })
    expect(described().SchemaAttributes).toHaveLength(20)
  })

  test('with everything as it was given', () => {
    const given = {
      AutoVerifiedAttributes: ['email'],
      UsernameAttributes: ['email', 'phone_number'],
      UsernameConfiguration: { CaseSensitive: false },
      DeletionProtection: 'ACTIVE',
      EmailVerificationMessage: 'Code {####}',
      EmailVerificationSubject: 'Code',
      SmsVerificationMessage: 'SMS {####}',
      SmsAuthenticationMessage: 'MFA {####}',
      EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
      SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      UserPoolTier: 'ESSENTIALS',
      UserPoolAddOns: { AdvancedSecurityMode: 'OFF' },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      Policies: { PasswordPolicy: { MinimumLength: 12, PasswordHistorySize: 24 } },
      UserPoolTags: { stage: 'test' },
    } satisfies Omit<CreateUserPoolRequest, 'PoolName'>
    expect(described(given)).toMatchObject(given)
  })

  test('what was answered can be sent as an update, which then changes nothing', () => {
    const pool = poolOf({
      MfaConfiguration: 'OPTIONAL',
      DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: true },
      VerificationMessageTemplate: { EmailMessage: 'Code {####}', EmailMessageByLink: '{##Click##}' },
      AdminCreateUserConfig: { InviteMessageTemplate: { EmailSubject: 'Welcome' } },
      Policies: {
        PasswordPolicy: { MinimumLength: 12, TemporaryPasswordValidityDays: 2, PasswordHistorySize: 5 },
      },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['phone_number'] },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
    })
    const answered = poolShape(pool, 0)
    expect(poolShape({ ...pool, ...draftOf(answered, pool.name) }, 0)).toEqual(answered)
  })
})

describe('what is not served is refused by its name', () => {
  test.each<[string, PoolRequest]>([
    [
      'LambdaConfig.InboundFederation',
      {
        LambdaConfig: {
          InboundFederation: { LambdaVersion: 'V1_0', LambdaArn: 'https://hooks.example.com/' },
        },
      },
    ],
    ['UserPoolAddOns.AdvancedSecurityMode', { UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } }],
    [
      'UserPoolAddOns.AdvancedSecurityAdditionalFlows',
      {
        UserPoolAddOns: {
          AdvancedSecurityMode: 'OFF',
          AdvancedSecurityAdditionalFlows: { CustomAuthMode: 'AUDIT' },
        },
      },
    ],
    ['KeyConfiguration', { KeyConfiguration: { KeyType: 'CUSTOMER_MANAGED_KEY' } }],
    ['IssuerConfiguration', { IssuerConfiguration: { Type: 'UPDATED' } }],
  ])('%s', (member, request) => {
    expect(refusalOf(() => draftOf(request, 'people'))).toBe(
      `InvalidParameterException: ${member} is not served by this version of Latchkey.`,
    )
  })

  test('what says the default, or nothing, is fine', () => {
    const request: PoolRequest = {
      LambdaConfig: {},
      KeyConfiguration: {},
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: [] },
      VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE' },
      Policies: {
        PasswordPolicy: { PasswordHistorySize: 0 },
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] },
      },
    }
    expect(refusalOf(() => draftOf(request, 'people'))).toBe('nothing is refused')
  })

  test('aliases beside usernames that are addresses', () => {
    expect(
      refusalOf(() => poolOf({ AliasAttributes: ['preferred_username'], UsernameAttributes: ['email'] })),
    ).toMatch('InvalidParameterException')
  })
})
