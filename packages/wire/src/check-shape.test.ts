import { expect, test } from 'vitest'
import { checkShape } from './check-shape.js'

const strict = { unknown: 'refuse' } as const

function violations(
  value: unknown,
  shape: 'CreateUserPoolRequest' | 'AdminCreateUserRequest' = 'CreateUserPoolRequest',
) {
  const checked = checkShape(shape, value, strict)
  return checked.ok ? [] : checked.violations
}

test('a file that fits comes back typed and without nulls', () => {
  const value = {
    PoolName: 'staff',
    MfaConfiguration: null,
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: true },
  }
  const checked = checkShape('CreateUserPoolRequest', value, strict)
  expect(checked).toEqual({
    ok: true,
    value: { PoolName: 'staff', DeviceConfiguration: { ChallengeRequiredOnNewDevice: true } },
  })
  if (checked.ok) expect(checked.value.DeviceConfiguration?.ChallengeRequiredOnNewDevice).toBe(true)
})

test('a misspelt key is refused and the right one suggested', () => {
  expect(violations({ PoolName: 'p', DeviceConfigurations: {} })).toEqual([
    { path: 'DeviceConfigurations', message: "unknown key; did you mean 'DeviceConfiguration'?" },
  ])
  expect(violations({ PoolName: 'p', Policies: { PasswordPolicy: { minimumlength: 8 } } })).toEqual([
    { path: 'Policies.PasswordPolicy.minimumlength', message: "unknown key; did you mean 'MinimumLength'?" },
  ])
})

test('a key like no other is refused without a suggestion', () => {
  expect(violations({ PoolName: 'p', Colour: 'red' })).toEqual([{ path: 'Colour', message: 'unknown key' }])
})

test('unknown keys are left alone on request', () => {
  const checked = checkShape('CreateUserPoolRequest', { PoolName: 'p', Colour: 'red' }, { unknown: 'ignore' })
  expect(checked).toEqual({ ok: true, value: { PoolName: 'p' } })
})

test('paths are spelled as in the file', () => {
  expect(violations({ PoolName: 'p', Policies: { PasswordPolicy: { MinimumLength: 4 } } })).toEqual([
    { path: 'Policies.PasswordPolicy.MinimumLength', message: 'must have value greater than or equal to 6' },
  ])
  const user = { UserPoolId: 'us-east-1_abc', Username: 'alice', UserAttributes: [{ Value: 'x' }] }
  expect(violations(user, 'AdminCreateUserRequest')).toEqual([
    { path: 'UserAttributes[0].Name', message: 'is missing' },
  ])
  expect(violations({ PoolName: 'p', UserPoolTags: { 'a b': 5 } })).toEqual([
    { path: 'UserPoolTags["a b"]', message: 'must be a string' },
  ])
})

test('each wrong entry of a list is named', () => {
  const message = 'must satisfy enum value set: [phone_number, email]'
  expect(violations({ PoolName: 'p', UsernameAttributes: ['email', 'fax', 'telex'] })).toEqual([
    { path: 'UsernameAttributes[1]', message },
    { path: 'UsernameAttributes[2]', message },
  ])
})

test('of a list that is wrong throughout, twenty entries are named', () => {
  expect(violations({ PoolName: 'p', UsernameAttributes: Array(100).fill('fax') })).toHaveLength(20)
})

test('wrong types are told in plain words', () => {
  const value = {
    PoolName: 5,
    Policies: [],
    Schema: {},
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: 'yes' },
    AdminCreateUserConfig: { UnusedAccountValidityDays: 1.5 },
  }
  expect(violations(value)).toEqual([
    { path: 'PoolName', message: 'must be a string' },
    { path: 'Policies', message: 'must be an object' },
    { path: 'DeviceConfiguration.ChallengeRequiredOnNewDevice', message: 'must be true or false' },
    { path: 'AdminCreateUserConfig.UnusedAccountValidityDays', message: 'must be a whole number' },
    { path: 'Schema', message: 'must be a list' },
  ])
  expect(violations('text')).toEqual([{ path: '', message: 'must be an object' }])
})

test('a key __proto__ is an unknown key like any other', () => {
  const value: unknown = JSON.parse('{"PoolName":"p","__proto__":{}}')
  expect(violations(value)).toEqual([{ path: '__proto__', message: 'unknown key' }])
})

test('a violation never shows the value', () => {
  const user = { UserPoolId: 'us-east-1_abc', Username: 'alice', TemporaryPassword: 'correct horse' }
  expect(violations(user, 'AdminCreateUserRequest')).toEqual([
    { path: 'TemporaryPassword', message: 'must satisfy regular expression pattern: [\\S]+' },
  ])
})
