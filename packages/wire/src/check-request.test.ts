import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkRequest } from './check-request.js'
import { shapes } from './generated/model.js'
import type { OperationName, Requests, Responses } from './generated/types.js'
import { operationNames } from './operation-facts.js'

const deviceKey = 'us-east-1_596db07d-793a-4070-8140-27f321ccf01c'
const confirm = { AccessToken: 'a.b.c', DeviceKey: deviceKey }

function accepted<Op extends OperationName>(operation: Op, body: unknown): Requests[Op] {
  const checked = checkRequest(operation, body)
  if (!checked.ok) throw new Error(checked.message)
  return checked.request
}

function refused(operation: OperationName, body: unknown) {
  const checked = checkRequest(operation, body)
  if (checked.ok) throw new Error('accepted')
  return { code: checked.code, message: checked.message }
}

function violation(operation: OperationName, body: unknown) {
  const { code, message } = refused(operation, body)
  expect(code).toBe('InvalidParameterException')
  return message
}

function unreadable(operation: OperationName, body: unknown) {
  const { code, message } = refused(operation, body)
  expect(code).toBe('SerializationException')
  return message
}

describe('what fits the model is accepted', () => {
  test('a request comes back as a fresh copy', () => {
    const body = { ...confirm, DeviceSecretVerifierConfig: { Salt: 'c2FsdA==' } }
    const request = accepted('ConfirmDevice', body)
    expect(request).toEqual(body)
    expect(request).not.toBe(body)
    expect(request.DeviceSecretVerifierConfig).not.toBe(body.DeviceSecretVerifierConfig)
  })

  test('unknown members are dropped, inside structures too', () => {
    const body = { ...confirm, Colour: 'red', DeviceSecretVerifierConfig: { Salt: 'x', Pepper: 'y' } }
    expect(accepted('ConfirmDevice', body)).toEqual({ ...confirm, DeviceSecretVerifierConfig: { Salt: 'x' } })
  })

  test('a null member is an absent one', () => {
    const request = accepted('ConfirmDevice', { ...confirm, DeviceName: null })
    expect(Object.keys(request)).toEqual(['AccessToken', 'DeviceKey'])
  })

  test('a null value in a map is an absent one', () => {
    const responses = { USERNAME: 'alice', DEVICE_KEY: null }
    const body = { ClientId: 'c', ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses: responses }
    const request = accepted('RespondToAuthChallenge', body)
    expect(request.ChallengeResponses).toEqual({ USERNAME: 'alice' })
    expect(Object.keys(request.ChallengeResponses ?? {})).toEqual(['USERNAME'])
  })

  test('limits include their ends', () => {
    expect(accepted('ListDevices', { AccessToken: 't', Limit: 0 }).Limit).toBe(0)
    expect(accepted('ListDevices', { AccessToken: 't', Limit: 60 }).Limit).toBe(60)
    expect(accepted('ConfirmDevice', { ...confirm, DeviceName: 'x'.repeat(1024) })).toHaveProperty(
      'DeviceName',
    )
  })

  test('a document passes as it is', () => {
    const Credential = { id: 'x', response: { list: [1, null, { deep: true }] } }
    expect(accepted('CompleteWebAuthnRegistration', { AccessToken: 't', Credential }).Credential).toEqual(
      Credential,
    )
  })
})

describe('what objects inherit is not data, and what looks like it is no danger', () => {
  test('a member named __proto__ gives no member', () => {
    const body: unknown = JSON.parse(`{"__proto__":{"DeviceKey":"${deviceKey}","AccessToken":"t"}}`)
    expect(violation('ConfirmDevice', body)).toContain("Value null at 'deviceKey'")
  })

  test('a member that the body only inherits is absent', () => {
    expect(violation('GetDevice', Object.create({ DeviceKey: deviceKey }))).toContain(
      "Value null at 'deviceKey'",
    )
  })

  test('map keys named __proto__ and constructor are kept as data', () => {
    const body: unknown = JSON.parse(
      '{"ClientId":"c","AuthFlow":"USER_AUTH","ClientMetadata":{"__proto__":"a","constructor":"b"}}',
    )
    const metadata = accepted('InitiateAuth', body).ClientMetadata ?? {}
    expect(Object.entries(metadata)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ])
    expect(Object.getPrototypeOf(metadata)).toBeNull()
  })

  test('a map without a key has nothing there', () => {
    const body = { ClientId: 'c', AuthFlow: 'USER_AUTH', AuthParameters: {} }
    expect(accepted('InitiateAuth', body).AuthParameters?.constructor).toBeUndefined()
  })

  test('a key __proto__ in a document changes no prototype', () => {
    const body: unknown = JSON.parse('{"AccessToken":"t","Credential":{"__proto__":{"admin":"yes"}}}')
    expect(accepted('CompleteWebAuthnRegistration', body).Credential).not.toHaveProperty('admin')
  })
})

describe('a body that cannot be read is a SerializationException', () => {
  test.each([[[]], ['text'], [5], [null], [true], [undefined]])('%j is no request', (body) => {
    expect(unreadable('GetDevice', body)).toBe('Expected the request body to be a JSON object.')
  })

  test.each([
    [5, "NUMBER_VALUE can not be converted to a String (at 'deviceKey')"],
    [1.5, "DECIMAL_VALUE can not be converted to a String (at 'deviceKey')"],
    [true, "TRUE_VALUE can not be converted to a String (at 'deviceKey')"],
    [false, "FALSE_VALUE can not be converted to a String (at 'deviceKey')"],
    [['a'], "Start of list found where not expected. (at 'deviceKey')"],
    [{ a: 1 }, "Start of structure or map found where not expected. (at 'deviceKey')"],
  ])('%j is no string', (DeviceKey, message) => {
    expect(unreadable('GetDevice', { DeviceKey })).toBe(message)
  })

  test.each([
    ['5', 'STRING_VALUE'],
    [1.5, 'DECIMAL_VALUE'],
    [2 ** 53, 'NUMBER_VALUE'],
  ])('%j is no integer', (Limit, token) => {
    expect(unreadable('ListDevices', { AccessToken: 't', Limit })).toBe(
      `${token} can not be converted to an Integer (at 'limit')`,
    )
  })

  test('structures, lists and maps want their own form', () => {
    expect(unreadable('ConfirmDevice', { ...confirm, DeviceSecretVerifierConfig: 'x' })).toBe(
      "Unexpected field type (at 'deviceSecretVerifierConfig')",
    )
    expect(unreadable('ConfirmDevice', { ...confirm, DeviceSecretVerifierConfig: [] })).toBe(
      "Start of list found where not expected. (at 'deviceSecretVerifierConfig')",
    )
    expect(unreadable('SignUp', { UserAttributes: {} })).toBe(
      "Start of structure or map found where not expected. (at 'userAttributes')",
    )
    expect(unreadable('SignUp', { ClientMetadata: { a: 1 } })).toBe(
      "NUMBER_VALUE can not be converted to a String (at 'clientMetadata.a')",
    )
    expect(unreadable('SignUp', { UserAttributes: [{ Name: 'a' }, 'b'] })).toBe(
      "Unexpected field type (at 'userAttributes.2.member')",
    )
  })

  test('reading comes before validation', () => {
    expect(unreadable('ConfirmDevice', { DeviceKey: 'bad', DeviceName: 5 })).toContain("'deviceName'")
  })

  test('a blob is base64', () => {
    const body = { UserPoolId: 'us-east-1_abc', ImageFile: 'not base64!' }
    expect(unreadable('SetUICustomization', body)).toBe(
      "STRING_VALUE can not be converted to a Blob (at 'imageFile')",
    )
    expect(accepted('SetUICustomization', { ...body, ImageFile: 'AAEC' }).ImageFile).toBe('AAEC')
  })

  test('a document that is nested without end is refused', () => {
    const Credential: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    expect(unreadable('CompleteWebAuthnRegistration', { AccessToken: 't', Credential })).toBe(
      "Nested too deeply (at 'credential')",
    )
  })
})

describe('a broken rule is told in the sentence of the service', () => {
  test('a required member is missing', () => {
    const message =
      "1 validation error detected: Value null at 'deviceKey' failed to satisfy constraint: Member must not be null"
    expect(violation('GetDevice', {})).toBe(message)
    expect(violation('GetDevice', { DeviceKey: null })).toBe(message)
  })

  test('a pattern does not match', () => {
    expect(violation('GetDevice', { DeviceKey: 'abc' })).toBe(
      "1 validation error detected: Value 'abc' at 'deviceKey' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: [\\w-]+_[0-9a-f-]+',
    )
  })

  test('a pattern means the whole string', () => {
    expect(violation('GetDevice', { DeviceKey: `${deviceKey}!` })).toContain('regular expression')
    expect(violation('GetDevice', { DeviceKey: ` ${deviceKey}` })).toContain('regular expression')
    expect(violation('GetDevice', { DeviceKey: `${deviceKey}\n` })).toContain('regular expression')
  })

  test('several violations are listed in the order of the model', () => {
    expect(violation('AdminGetDevice', { DeviceKey: '', UserPoolId: 'x' })).toBe(
      "3 validation errors detected: Value '' at 'deviceKey' failed to satisfy constraint: Member must have length " +
        "greater than or equal to 1; Value 'x' at 'userPoolId' failed to satisfy constraint: Member must satisfy " +
        "regular expression pattern: [\\w-]+_[0-9a-zA-Z]+; Value at 'username' failed to satisfy constraint: " +
        'Member must not be null',
    )
  })

  test('text is too long', () => {
    expect(violation('GetDevice', { DeviceKey: 'x'.repeat(56) })).toBe(
      `1 validation error detected: Value '${'x'.repeat(56)}' at 'deviceKey' failed to satisfy constraint: ` +
        'Member must have length less than or equal to 55',
    )
  })

  test('an integer is out of its range', () => {
    const body = { AccessToken: 't', Limit: 61 }
    expect(violation('ListDevices', body)).toBe(
      "1 validation error detected: Value '61' at 'limit' failed to satisfy constraint: " +
        'Member must have value less than or equal to 60',
    )
    expect(violation('ListDevices', { ...body, Limit: -1 })).toContain('value greater than or equal to 0')
  })

  test('a word is not in its set', () => {
    const body = { AccessToken: 't', DeviceKey: deviceKey, DeviceRememberedStatus: 'forgotten' }
    expect(violation('UpdateDeviceStatus', body)).toBe(
      "1 validation error detected: Value 'forgotten' at 'deviceRememberedStatus' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [remembered, not_remembered]',
    )
  })

  test('a structure in a list is counted from one', () => {
    const body = { ClientId: 'c', Username: 'alice', UserAttributes: [{ Name: 'email' }, { Value: 'x' }] }
    expect(violation('SignUp', body)).toBe(
      "1 validation error detected: Value null at 'userAttributes.2.member.name' failed to satisfy constraint: " +
        'Member must not be null',
    )
  })

  test('a null list entry is a violation', () => {
    const body = { ClientId: 'c', Username: 'alice', UserAttributes: [null] }
    expect(violation('SignUp', body)).toBe(
      "1 validation error detected: Value null at 'userAttributes.1.member' failed to satisfy constraint: " +
        'Member must not be null',
    )
  })

  test('words in a list are judged with their list', () => {
    expect(
      violation('CreateUserPool', { PoolName: 'p', UsernameAttributes: ['email', 'fax', 'telex'] }),
    ).toBe(
      "1 validation error detected: Value '[email, fax, telex]' at 'usernameAttributes' failed to satisfy " +
        'constraint: Member must satisfy constraint: [Member must satisfy enum value set: [phone_number, email]]',
    )
  })

  test('keys and values of a map are judged with their map', () => {
    const message = violation('CreateUserPool', {
      PoolName: 'p',
      UserPoolTags: { '': 'x', long: 'x'.repeat(257) },
    })
    expect(message).toContain(
      "at 'userPoolTags' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length " +
        'less than or equal to 128, Member must have length greater than or equal to 1]; ',
    )
    expect(message).toContain(
      "at 'userPoolTags' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length " +
        'less than or equal to 256, Member must have length greater than or equal to 0]',
    )
  })

  test('a list has a length too', () => {
    expect(violation('CreateUserPool', { PoolName: 'p', Schema: [] })).toBe(
      "1 validation error detected: Value '[]' at 'schema' failed to satisfy constraint: " +
        'Member must have length greater than or equal to 1',
    )
  })
})

describe('messages stay small and keep secrets', () => {
  test('a sensitive value is never shown', () => {
    const body = { ClientId: 'c', Username: 'alice', Password: 'correct horse' }
    expect(violation('SignUp', body)).toBe(
      "1 validation error detected: Value at 'password' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: [\\S]+',
    )
  })

  test('no sensitive shape of any operation is shown, whatever is wrong with it', () => {
    const secret = 'hunter 2 \u0000'
    for (const [name, shape] of Object.entries(shapes)) {
      if (shape.type !== 'structure') continue
      for (const [member, target] of Object.entries(shape.members)) {
        const held = shapes[target.replace('!', '')]
        if (!name.endsWith('Request') || held?.type !== 'string' || !held.sensitive) continue
        const checked = checkRequest(name.slice(0, -'Request'.length) as OperationName, { [member]: secret })
        expect(JSON.stringify({ ...checked, request: undefined })).not.toContain('hunter')
      }
    }
  })

  test('what stands in a sensitive map is never shown, keys included', () => {
    const body = { ClientId: 'c', AuthFlow: 'USER_AUTH', AuthParameters: { hunter2: 5 } }
    expect(unreadable('InitiateAuth', body)).toBe(
      "NUMBER_VALUE can not be converted to a String (at 'authParameters')",
    )
  })

  test('a long value is cut', () => {
    const message = violation('ConfirmDevice', { ...confirm, DeviceName: 'x'.repeat(5000) })
    expect(message).toContain(`Value '${'x'.repeat(256)}…' at 'deviceName'`)
  })

  test('of many violations twenty are listed and all are counted', () => {
    const message = violation('SignUp', {
      ClientId: 'c',
      Username: 'a',
      UserAttributes: Array(1000).fill(null),
    })
    expect(message.startsWith('1000 validation errors detected: ')).toBe(true)
    expect(
      message.endsWith(
        "'userAttributes.20.member' failed to satisfy constraint: Member must not be null; and 980 more",
      ),
    ).toBe(true)
  })

  test('a list or a map of more than a thousand entries is refused without a look at them', () => {
    const length = 'failed to satisfy constraint: Member must have length less than or equal to 1000'
    const list = { ClientId: 'c', Username: 'a', UserAttributes: Array(1001).fill(null) }
    expect(violation('SignUp', list)).toMatch(new RegExp(`^1 validation error detected: .*${length}$`))
    const many = Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`key${at}`, 'value']))
    const map = { ClientId: 'c', AuthFlow: 'USER_AUTH', ClientMetadata: many }
    expect(violation('InitiateAuth', map)).toContain(length)
  })

  test('a huge list of wrong words gives a small answer', () => {
    const message = violation('CreateUserPool', {
      PoolName: 'p',
      UsernameAttributes: Array(200_000).fill('fax'),
    })
    expect(message.length).toBeLessThan(1000)
  })
})

describe('hostile text', () => {
  const megabyte = 1_000_000

  test('text beyond every limit is judged by its length alone', () => {
    const body = { AccessToken: `${'a.'.repeat(megabyte / 2)}!`, DeviceKey: deviceKey }
    const message = violation('GetDevice', body)
    expect(message).toContain('1 validation error detected: Value at')
    expect(message).toContain('Member must have length less than or equal to 131072')
    expect(message).not.toContain('regular expression')
  })

  test('text that makes a backtracking expression explode is simply refused', () => {
    const pool = { PoolName: 'p' }
    const EmailVerificationMessage = `${'{####}'.repeat(3300)}\u0000`
    const EmailMessageByLink = `${'{####}'.repeat(3300)}\u0000`
    const VerificationMessageTemplate = { EmailMessageByLink }
    expect(violation('CreateUserPool', { ...pool, EmailVerificationMessage })).toContain('regular expression')
    expect(violation('CreateUserPool', { ...pool, VerificationMessageTemplate })).toContain(
      'regular expression',
    )
    const EmailConfiguration = { ReplyToEmailAddress: `${'@'.repeat(131_000)}\u0000` }
    expect(violation('CreateUserPool', { ...pool, EmailConfiguration })).toContain('regular expression')
  })
})

const memberNames = [
  ...new Set(
    Object.values(shapes).flatMap((shape) => (shape.type === 'structure' ? Object.keys(shape.members) : [])),
  ),
]
const anyKey = fc.constantFrom(...memberNames, '__proto__', 'constructor', '')
const leaf = fc.oneof(
  fc.string(),
  fc.constantFrom(deviceKey, 'us-east-1_abc', 'USER_AUTH', 'email'),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
)
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(anyKey, tie('json'), { maxKeys: 6 }),
  ),
}))

test('no JSON value makes the check throw, and what it accepts it accepts again', () => {
  const requestBody = fc.constantFrom(...operationNames).chain((operation) => {
    const shape = shapes[`${operation}Request`]
    const keys = shape?.type === 'structure' ? Object.keys(shape.members) : []
    // Some requests have no members.
    const names = fc.constantFrom(...keys, '')
    return fc.tuple(fc.constant(operation), fc.oneof(json, fc.dictionary(names, json)))
  })
  fc.assert(
    fc.property(requestBody, ([operation, value]) => {
      const checked = checkRequest(operation, value)
      if (checked.ok) expect(checkRequest(operation, checked.request)).toEqual(checked)
      else expect(checked.message.length).toBeGreaterThan(0)
    }),
    { numRuns: 1000 },
  )
})

test('a response with a wrong member does not compile', () => {
  const right: Responses['ConfirmDevice'] = { UserConfirmationNecessary: false }
  // @ts-expect-error -- the member is misspelt
  const misspelt: Responses['ConfirmDevice'] = { UserConfirmationNecesary: false }
  // @ts-expect-error -- the member is a boolean
  const mistyped: Responses['ConfirmDevice'] = { UserConfirmationNecessary: 'no' }
  // @ts-expect-error -- the structure has no members
  const filled: Responses['UpdateDeviceStatus'] = { Device: {} }
  // @ts-expect-error -- the operation answers nothing
  const answered: Responses['ForgetDevice'] = { Forgotten: true }
  // @ts-expect-error -- a required member is missing
  const empty: Responses['GetDevice'] = {}
  expect([right, misspelt, mistyped, filled, answered, empty]).toHaveLength(6)
})
