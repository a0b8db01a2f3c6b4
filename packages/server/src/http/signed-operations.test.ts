import { type TestPool, userPool } from '@latchkey/testing'
import { type OperationName, operationFacts, operationNames } from '@latchkey/wire'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations } from '../operations.js'

const served = operationNames.filter((name) => operations[name] !== 'not served')
const signed = served.filter((name) => operationFacts(name).signed)
const unsigned = served.filter((name) => !operationFacts(name).signed)

let pool: TestPool

beforeAll(async () => {
  pool = await userPool()
})

afterAll(async () => {
  await pool[Symbol.asyncDispose]()
})

/** A request without a signature. */
async function bare(operation: OperationName, headers: Record<string, string> = {}) {
  const { target } = operationFacts(operation)
  const response = await pool.send('/', {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target, ...headers },
    body: '{}',
  })
  return { status: response.status, body: await response.json() }
}

/** What only a request that should have been signed is told. */
const signatureErrors = [
  'AccessDeniedException',
  'IncompleteSignature',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'UnrecognizedClientException',
]

test('there are operations of both kinds, and all that begin with Admin are signed', () => {
  expect(signed.length).toBeGreaterThan(20)
  expect(unsigned.length).toBeGreaterThan(15)
  expect(unsigned.filter((name) => name.startsWith('Admin'))).toEqual([])
})

describe('without a signature or an operator’s token', () => {
  test.each(signed)('%s is refused, before its request is looked at', async (operation) => {
    expect(await bare(operation)).toEqual({
      status: 400,
      body: { __type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' },
    })
    expect(await bare(operation, { authorization: 'Bearer abc' })).toMatchObject({
      status: 400,
      body: { __type: 'NotAuthorizedException', message: 'Invalid Access Token' },
    })
  })

  test.each(unsigned)(
    '%s is heard, and whatever else is authorization is not looked at',
    async (operation) => {
      for (const headers of [{}, { authorization: 'Bearer abc' }]) {
        const { status, body } = await bare(operation, headers)
        expect(status).toBe(400)
        expect(signatureErrors).not.toContain(body.__type)
        expect(operationFacts(operation).errors).toContain(body.__type)
      }
    },
  )
})

test.each(signed)('with a signature %s is heard', async (operation) => {
  const response = await pool.post(operation, {})
  const body = await response.json()
  expect(signatureErrors).not.toContain(body.__type)
})
