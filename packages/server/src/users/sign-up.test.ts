import { type AppClient, type TestPool, userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

const VERIFIES = { AutoVerifiedAttributes: ['email' as const] }
const ALIASES = { ...VERIFIES, AliasAttributes: ['email' as const, 'preferred_username' as const] }
const ADDRESS = 'alice@example.com'
const TO_ADDRESS = { Destination: 'a***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' }

const mismatch = { code: 'CodeMismatchException' }
const expired = { code: 'ExpiredCodeException' }
const exhausted = { code: 'TooManyFailedAttemptsException' }
const tooMany = { code: 'LimitExceededException' }
const taken = { code: 'AliasExistsException' }

const listOf = (attributes: Record<string, string>) =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }))

/** Somebody who signed up and did not confirm yet. */
async function signUp(pool: TestPool, Username = 'alice', attributes: Record<string, string> = {}) {
  const { clientId: ClientId } = pool.client
  const UserAttributes = listOf({ email: ADDRESS, ...attributes })
  const { UserSub: userId } = await pool.call('SignUp', {
    ClientId,
    Username,
    Password: 'Correct-horse-1',
    UserAttributes,
  })
  return { userId }
}

const confirm = (
  pool: TestPool,
  ConfirmationCode: string,
  { Username = 'alice', force = false, client = pool.client }: Confirming = {},
) =>
  pool.call('ConfirmSignUp', {
    ClientId: client.clientId,
    Username,
    ConfirmationCode,
    ...(force && { ForceAliasCreation: true }),
  })

type Confirming = { Username?: string; force?: boolean; client?: AppClient }

const resend = (pool: TestPool, Username = 'alice') =>
  pool.call('ResendConfirmationCode', { ClientId: pool.client.clientId, Username })

/** What operators see of whoever has that name. */
async function account(pool: TestPool, named = 'alice') {
  const request = { UserPoolId: pool.poolId, Username: named }
  const {
    Username: username,
    UserStatus: status,
    UserAttributes = [],
  } = await pool.call('AdminGetUser', request)
  return { username, status, ...Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value])) }
}

const another = (code: string) => (code === '123456' ? '654321' : '123456')

const outcomes = async (calls: Promise<unknown>[]) =>
  (await Promise.allSettled(calls)).map((one) => (one.status === 'fulfilled' ? 'passed' : one.reason.code))

const count = (all: string[], what: string) => all.filter((one) => one === what).length

describe('the code of a sign-up', () => {
  test('confirms its user and verifies the address, once', async () => {
    await using pool = await userPool({ pool: VERIFIES })
    const alice = await signUp(pool)
    const code = await pool.sentCode(alice)
    await confirm(pool, code)
    expect(await account(pool)).toMatchObject({ status: 'CONFIRMED', email: ADDRESS, email_verified: 'true' })
    await expect(confirm(pool, code)).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    })
  })

  test('is good for a day, and not longer', async () => {
    await using pool = await userPool({ pool: VERIFIES })
    const code = await pool.sentCode(await signUp(pool))
    pool.clock.advance('1 day')
    await expect(confirm(pool, code)).rejects.toMatchObject(expired)
  })

  test('is over once another one was sent', async () => {
    await using pool = await userPool({ pool: VERIFIES })
    const alice = await signUp(pool)
    const first = await pool.sentCode(alice)
    pool.clock.advance('1 second')
    expect(await resend(pool)).toEqual({ CodeDeliveryDetails: TO_ADDRESS })
    const second = await pool.sentCode(alice)
    if (first !== second) await expect(confirm(pool, first)).rejects.toMatchObject(mismatch)
    await confirm(pool, second)
  })

  test('of another user is worth nothing, nor is that of another pool', async () => {
    await using pool = await userPool({ pool: VERIFIES })
    await signUp(pool)
    const elsewhere = await pool.sibling({ pool: VERIFIES })
    const bobs = await pool.sentCode(await signUp(pool, 'bob', { email: 'bob@example.com' }))
    const others = await elsewhere.sentCode(await signUp(elsewhere))
    await expect(confirm(pool, bobs)).rejects.toMatchObject(mismatch)
    await expect(confirm(pool, others)).rejects.toMatchObject(mismatch)
    expect(await account(pool)).toMatchObject({ status: 'UNCONFIRMED' })
  })

  test('proves the address that it was sent to, and no later one', async () => {
    await using pool = await userPool({ pool: VERIFIES })
    const code = await pool.sentCode(await signUp(pool))
    const UserAttributes = listOf({ email: 'mallory@example.com', email_verified: 'false' })
    await pool.call('AdminUpdateUserAttributes', {
      UserPoolId: pool.poolId,
      Username: 'alice',
      UserAttributes,
    })
    await expect(confirm(pool, code)).rejects.toMatchObject(mismatch)
    expect(await account(pool)).toMatchObject({ status: 'UNCONFIRMED' })
  })

  test('is guessed five times at most, a hundred at once as well; then not even the right one passes', async () => {
    await using pool = await userPool({ pool: VERIFIES })
    const code = await pool.sentCode(await signUp(pool))
    const guesses = await outcomes(Array.from({ length: 100 }, () => confirm(pool, another(code))))
    expect(count(guesses, 'CodeMismatchException')).toBe(5)
    expect(count(guesses, 'TooManyFailedAttemptsException')).toBe(95)
    await expect(confirm(pool, code)).rejects.toMatchObject(exhausted)
    expect(await account(pool)).toMatchObject({ status: 'UNCONFIRMED' })
  })

  test('sent a hundred times at once confirms once', async () => {
    await using pool = await userPool({ pool: VERIFIES })
    const code = await pool.sentCode(await signUp(pool))
    const answers = await outcomes(Array.from({ length: 100 }, () => confirm(pool, code)))
    expect(count(answers, 'passed')).toBe(1)
  })

  test('is sent five times in fifteen minutes, and not at all where its guesses are used up', async () => {
    await using pool = await userPool({ pool: VERIFIES })
    const alice = await signUp(pool)
    for (let each = 1; each < 5; each += 1) await resend(pool)
    await expect(resend(pool)).rejects.toMatchObject(tooMany)
    pool.clock.advance('15 minutes')
    await resend(pool)
    const code = await pool.sentCode(alice)
    for (let each = 0; each < 5; each += 1)
      await expect(confirm(pool, another(code))).rejects.toMatchObject(mismatch)
    await expect(resend(pool)).rejects.toMatchObject(tooMany)
  })

  test('of a user who was deleted is worth nothing to the next one of that name', async () => {
    await using pool = await userPool({ pool: VERIFIES })
    const code = await pool.sentCode(await signUp(pool))
    await pool.call('AdminDeleteUser', { UserPoolId: pool.poolId, Username: 'alice' })
    const next = await pool.sentCode(await signUp(pool))
    if (code !== next) await expect(confirm(pool, code)).rejects.toMatchObject(mismatch)
  })
})

/** Alice, whose address is verified, and bob, who signed up with it. */
async function twoOfOneAddress(pool: TestPool) {
  await pool.user('alice', { attributes: { email: ADDRESS, email_verified: 'true' } })
  const bob = await signUp(pool, 'bob')
  return pool.sentCode(bob)
}

describe('an address that is the alias of somebody else', () => {
  test('is not taken by a right code, which may be shown again with ForceAliasCreation', async () => {
    await using pool = await userPool({ pool: ALIASES })
    const code = await twoOfOneAddress(pool)
    await expect(confirm(pool, code, { Username: 'bob' })).rejects.toMatchObject(taken)
    expect(await account(pool, 'bob')).toMatchObject({ status: 'UNCONFIRMED' })
    await confirm(pool, code, { Username: 'bob', force: true })
    expect(await account(pool, 'bob')).toMatchObject({ status: 'CONFIRMED' })
  })

  test('then signs in its new owner; the former one keeps the name, and the address unverified', async () => {
    await using pool = await userPool({ pool: ALIASES })
    await confirm(pool, await twoOfOneAddress(pool), { Username: 'bob', force: true })
    expect(await account(pool, ADDRESS)).toMatchObject({ username: 'bob' })
    expect(await account(pool, 'alice')).toMatchObject({ email: ADDRESS, email_verified: 'false' })
    expect(await account(pool, 'bob')).toMatchObject({ email: ADDRESS, email_verified: 'true' })
  })

  test('is not taken by a wrong code, whatever is forced', async () => {
    await using pool = await userPool({ pool: ALIASES })
    const code = await twoOfOneAddress(pool)
    await expect(confirm(pool, another(code), { Username: 'bob', force: true })).rejects.toMatchObject(
      mismatch,
    )
    expect(await account(pool, ADDRESS)).toMatchObject({ username: 'alice' })
  })

  test('is taken by an operator’s word that it is verified, with ForceAliasCreation only', async () => {
    await using pool = await userPool({ pool: ALIASES })
    await pool.user('alice', { attributes: { email: ADDRESS, email_verified: 'true' } })
    const create = (ForceAliasCreation: boolean, email_verified = 'true') =>
      pool.call('AdminCreateUser', {
        UserPoolId: pool.poolId,
        Username: `bob-${email_verified}`,
        MessageAction: 'SUPPRESS',
        UserAttributes: listOf({ email: ADDRESS, email_verified }),
        ForceAliasCreation,
      })
    await expect(create(false)).rejects.toMatchObject({ code: 'UsernameExistsException' })
    await create(true, 'false')
    expect(await account(pool, ADDRESS)).toMatchObject({ username: 'alice' })
    await create(true)
    expect(await account(pool, ADDRESS)).toMatchObject({ username: 'bob-true' })
  })

  test('is no way to a preferred username, which nobody proves to own', async () => {
    await using pool = await userPool({ pool: ALIASES })
    await pool.user('alice', { attributes: { preferred_username: 'ally' } })
    const create = pool.call('AdminCreateUser', {
      UserPoolId: pool.poolId,
      Username: 'bob',
      MessageAction: 'SUPPRESS',
      UserAttributes: listOf({ preferred_username: 'ally' }),
      ForceAliasCreation: true,
    })
    await expect(create).rejects.toMatchObject({ code: 'UsernameExistsException' })
  })
})

describe('an invitation', () => {
  const both = { email: ADDRESS, phone_number: '+15555550100' }
  const invite = async (
    pool: TestPool,
    attributes: Record<string, string>,
    DesiredDeliveryMediums?: ('EMAIL' | 'SMS')[],
  ) => {
    const { User } = await pool.call('AdminCreateUser', {
      UserPoolId: pool.poolId,
      Username: 'alice',
      UserAttributes: listOf(attributes),
      ...(DesiredDeliveryMediums && { DesiredDeliveryMediums }),
    })
    const userId = User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? ''
    return (await pool.messages({ userId })).map(({ medium }) => medium).sort()
  }

  test.each([
    ['by SMS where nothing is said', both, undefined, ['SMS']],
    [
      'by e-mail where nothing is said and there is no phone number',
      { email: ADDRESS },
      undefined,
      ['EMAIL'],
    ],
    ['by e-mail where that is asked for', both, ['EMAIL'], ['EMAIL']],
    ['by both where both are asked for', both, ['EMAIL', 'SMS'], ['EMAIL', 'SMS']],
    ['nowhere without an address for it', { email: ADDRESS }, ['SMS'], []],
  ] as const)('goes %s', async (_way, attributes, mediums, sent) => {
    await using pool = await userPool()
    expect(await invite(pool, attributes, mediums && [...mediums])).toEqual(sent)
  })
})
