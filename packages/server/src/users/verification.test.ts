import '@latchkey/testing/matchers'
import { type Device, type Person, type PersonOptions, type TestPool, userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

const mismatch = { code: 'CodeMismatchException' }
const expired = { code: 'ExpiredCodeException' }
const aliasExists = { code: 'AliasExistsException' }
const incorrect = { code: 'NotAuthorizedException', message: 'Incorrect username or password.' }

const OLD = 'alice@example.com'
const NEW = 'alice@example.org'
const attributes = { email: OLD, email_verified: 'true' }
const TO_NEW = { Destination: 'a***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' }

const VERIFIES = { AutoVerifiedAttributes: ['email' as const] }
const WAITS = {
  ...VERIFIES,
  UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email' as const] },
}

/** Alice, with a device on which she signed in. */
async function alice(pool: TestPool, options: PersonOptions = {}) {
  const who = await pool.user('alice', { attributes, ...options })
  return { who, laptop: await pool.signedIn(who) }
}

const change = (pool: TestPool, { accessToken: AccessToken }: Device, attributes: Record<string, string>) =>
  pool.call('UpdateUserAttributes', {
    AccessToken,
    UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
  })

const changeByOperator = (pool: TestPool, attributes: Record<string, string>) =>
  pool.call('AdminUpdateUserAttributes', {
    UserPoolId: pool.poolId,
    Username: 'alice',
    UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
  })

const ask = (pool: TestPool, { accessToken: AccessToken }: Device, AttributeName = 'email') =>
  pool.call('GetUserAttributeVerificationCode', { AccessToken, AttributeName })

const verify = (pool: TestPool, { accessToken: AccessToken }: Device, Code: string) =>
  pool.call('VerifyUserAttribute', { AccessToken, AttributeName: 'email', Code })

async function emailOf(pool: TestPool, Username = 'alice') {
  const { UserAttributes = [] } = await pool.call('AdminGetUser', { UserPoolId: pool.poolId, Username })
  const value = (name: string) => UserAttributes.find(({ Name }) => Name === name)?.Value
  return [value('email'), value('email_verified')]
}

const signInAs = (pool: TestPool, as: string, { username, password }: Person) =>
  pool.device('Another laptop').signIn({ username, password }, { flow: 'password', as })

const another = (code: string) => (code === '123456' ? '654321' : '123456')

describe('a changed address', () => {
  test('is sent a code at once where the pool verifies it, and is verified by it', async () => {
    await using pool = await userPool({ pool: VERIFIES })
    const { who, laptop } = await alice(pool)
    expect(await change(pool, laptop, { email: NEW, name: 'Al' })).toEqual({
      CodeDeliveryDetailsList: [TO_NEW],
    })
    expect(await emailOf(pool)).toEqual([NEW, 'false'])
    expect(await pool.messages(who)).toMatchObject([{ medium: 'EMAIL', to: NEW }])
    await verify(pool, laptop, await pool.sentCode(who))
    expect(await emailOf(pool)).toEqual([NEW, 'true'])
  })

  test('is sent nothing where the pool verifies nothing, until its user asks', async () => {
    await using pool = await userPool()
    const { who, laptop } = await alice(pool)
    expect(await change(pool, laptop, { email: NEW })).toEqual({ CodeDeliveryDetailsList: [] })
    expect(await pool.messages(who)).toEqual([])
    expect(await ask(pool, laptop)).toEqual({ CodeDeliveryDetails: TO_NEW })
    await verify(pool, laptop, await pool.sentCode(who))
    expect(await emailOf(pool)).toEqual([NEW, 'true'])
  })

  test('is sent a code also when an operator changes it, unless the operator says that it is verified', async () => {
    await using pool = await userPool({ pool: VERIFIES })
    const { who } = await alice(pool)
    await changeByOperator(pool, { email: NEW, email_verified: 'true' })
    expect(await pool.messages(who)).toEqual([])
    await changeByOperator(pool, { email: OLD })
    expect(await pool.messages(who)).toMatchObject([{ to: OLD }])
    expect(await emailOf(pool)).toEqual([OLD, 'false'])
  })

  test('that cannot be sent a code, because five were sent, is not changed', async () => {
    await using pool = await userPool({ pool: VERIFIES })
    const { who, laptop } = await alice(pool)
    for (let each = 0; each < 5; each += 1) await change(pool, laptop, { email: `alice-${each}@example.org` })
    await expect(change(pool, laptop, { email: NEW, name: 'Al' })).rejects.toMatchObject({
      code: 'TooManyRequestsException',
    })
    await expect(ask(pool, laptop)).rejects.toMatchObject({ code: 'LimitExceededException' })
    expect(await emailOf(pool)).toEqual(['alice-4@example.org', 'false'])
    expect(await pool.messages(who)).toHaveLength(5)
    pool.clock.advance('15 minutes')
    await change(pool, laptop, { email: NEW })
  })

  test('given with a new password is sent a code, and takes the place of none that was there', async () => {
    await using pool = await userPool({ pool: WAITS })
    const who = await pool.user('alice', { temporaryPassword: true })
    const laptop = pool.device('Laptop')
    await laptop.signIn(who)
    expect(await laptop.answer('Better-horse-2', { 'userAttributes.email': OLD })).toAskFor('nothing')
    expect(await emailOf(pool)).toEqual([OLD, 'false'])
    await verify(pool, laptop, await pool.sentCode(who))
    expect(await emailOf(pool)).toEqual([OLD, 'true'])
    const bob = await pool.user('bob', { attributes, temporaryPassword: true })
    await laptop.signIn(bob)
    await expect(laptop.answer('Better-horse-2', { 'userAttributes.email': NEW })).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'Cannot modify an already provided email',
    })
  })
})

describe('a code for an address', () => {
  test('is spent by being right', async () => {
    await using pool = await userPool({ pool: VERIFIES })
    const { who, laptop } = await alice(pool)
    await change(pool, laptop, { email: NEW })
    const code = await pool.sentCode(who)
    await verify(pool, laptop, code)
    await expect(verify(pool, laptop, code)).rejects.toMatchObject(expired)
  })

  test('is good for a day', async () => {
    await using pool = await userPool({ pool: VERIFIES })
    const { who } = await alice(pool)
    const laptop = await pool.signedIn(who)
    await ask(pool, laptop)
    const code = await pool.sentCode(who)
    pool.clock.advance('1 day')
    const later = await pool.signedIn(who)
    await expect(verify(pool, later, code)).rejects.toMatchObject(expired)
  })

  test('proves the very address that it was sent to, and no later one', async () => {
    await using pool = await userPool({ pool: VERIFIES })
    const { who, laptop } = await alice(pool)
    await ask(pool, laptop)
    const toOld = await pool.sentCode(who)
    await changeByOperator(pool, { email: 'mallory@example.com', email_verified: 'false' })
    await expect(verify(pool, laptop, toOld)).rejects.toMatchObject(mismatch)
    expect(await emailOf(pool)).toEqual(['mallory@example.com', 'false'])
  })

  test('of another user is worth nothing', async () => {
    await using pool = await userPool({ pool: VERIFIES })
    const { who, laptop } = await alice(pool)
    const bob = await pool.user('bob', { attributes: { email: 'bob@example.com' } })
    await ask(pool, await pool.signedIn(bob))
    await ask(pool, laptop)
    const bobs = await pool.sentCode(bob)
    if (bobs !== (await pool.sentCode(who)))
      await expect(verify(pool, laptop, bobs)).rejects.toMatchObject(mismatch)
  })

  test('guessed a hundred times at once is guessed five times; then not even the right one passes', async () => {
    await using pool = await userPool({ pool: VERIFIES })
    const { who, laptop } = await alice(pool)
    await change(pool, laptop, { email: NEW })
    const code = await pool.sentCode(who)
    const guesses = Array.from({ length: 100 }, () =>
      verify(pool, laptop, another(code)).catch((error) => error.code),
    )
    const all = await Promise.all(guesses)
    expect(all.filter((one) => one === 'CodeMismatchException')).toHaveLength(5)
    expect(all.filter((one) => one === 'LimitExceededException')).toHaveLength(95)
    await expect(verify(pool, laptop, code)).rejects.toMatchObject({ code: 'LimitExceededException' })
    expect(await emailOf(pool)).toEqual([NEW, 'false'])
  })

  test.each(['name', 'email_verified', 'sub', 'custom:address'])('is not sent to %s', async (name) => {
    await using pool = await userPool()
    const { laptop } = await alice(pool)
    await expect(ask(pool, laptop, name)).rejects.toMatchObject({ code: 'InvalidParameterException' })
  })

  test('is not sent where there is no address', async () => {
    await using pool = await userPool()
    const { laptop } = await alice(pool)
    await expect(ask(pool, laptop, 'phone_number')).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: 'The user has no phone_number to verify.',
    })
  })
})

describe('where an address is used only once it is verified', () => {
  test('the old one signs in and recovers until the new one is proved, and the new one from then on', async () => {
    await using pool = await userPool({ pool: { ...WAITS, AliasAttributes: ['email'] } })
    const { who, laptop } = await alice(pool)
    expect(await change(pool, laptop, { email: NEW })).toEqual({ CodeDeliveryDetailsList: [TO_NEW] })
    const code = await pool.sentCode(who)

    expect(await emailOf(pool)).toEqual([OLD, 'true'])
    expect(await signInAs(pool, OLD, who)).toAskFor('nothing')
    await expect(signInAs(pool, NEW, who)).rejects.toMatchObject({ code: 'UserNotFoundException' })
    pool.clock.advance('1 second')
    await pool.call('ForgotPassword', { ClientId: pool.client.clientId, Username: 'alice' })
    expect((await pool.messages(who))[0]).toMatchObject({ to: OLD })

    await verify(pool, laptop, code)
    expect(await emailOf(pool)).toEqual([NEW, 'true'])
    expect(await pool.database.selectFrom('waiting_addresses').selectAll().execute()).toEqual([])
    expect(await signInAs(pool, NEW, who)).toAskFor('nothing')
    await expect(signInAs(pool, OLD, who)).rejects.toMatchObject({ code: 'UserNotFoundException' })
  })

  test('also an address that is the username waits', async () => {
    await using pool = await userPool({ pool: { ...WAITS, UsernameAttributes: ['email'] } })
    const who = await pool.user(OLD, { attributes: { email_verified: 'true' }, password: 'Correct-alice-7' })
    const laptop = await pool.signedIn(who)
    await change(pool, laptop, { email: NEW })
    expect(await signInAs(pool, OLD, who)).toAskFor('nothing')
    await verify(pool, laptop, await pool.sentCode(who))
    expect(await signInAs(pool, NEW, who)).toAskFor('nothing')
    await expect(signInAs(pool, OLD, who)).rejects.toMatchObject({ code: 'UserNotFoundException' })
  })

  test('a code that is asked for goes to the address that waits', async () => {
    await using pool = await userPool({ pool: WAITS })
    const { who, laptop } = await alice(pool)
    await change(pool, laptop, { email: NEW })
    pool.clock.advance('1 second')
    await ask(pool, laptop)
    expect((await pool.messages(who))[0]).toMatchObject({ to: NEW })
    await verify(pool, laptop, await pool.sentCode(who))
    expect(await emailOf(pool)).toEqual([NEW, 'true'])
  })

  test('a newer change takes the place of the one that waits, with its code', async () => {
    await using pool = await userPool({ pool: WAITS })
    const { who, laptop } = await alice(pool)
    await change(pool, laptop, { email: 'mallory@example.com' })
    const old = await pool.sentCode(who)
    pool.clock.advance('1 second')
    await change(pool, laptop, { email: NEW })
    await expect(verify(pool, laptop, old)).rejects.toMatchObject(mismatch)
    await verify(pool, laptop, await pool.sentCode(who))
    expect(await emailOf(pool)).toEqual([NEW, 'true'])
  })

  test.each<[string, (pool: TestPool, laptop: Device) => Promise<unknown>, unknown[]]>([
    ['is set again', (pool, laptop) => change(pool, laptop, { email: OLD }), [OLD, 'true']],
    [
      'is removed',
      (pool, { accessToken: AccessToken }) =>
        pool.call('DeleteUserAttributes', { AccessToken, UserAttributeNames: ['email'] }),
      [undefined, undefined],
    ],
    [
      'is replaced by an operator',
      (pool) => changeByOperator(pool, { email: 'new@example.net', email_verified: 'true' }),
      ['new@example.net', 'true'],
    ],
  ])('the change is withdrawn when the old one %s', async (_how, withdraw, left) => {
    await using pool = await userPool({ pool: WAITS })
    const { who, laptop } = await alice(pool)
    await change(pool, laptop, { email: NEW })
    const code = await pool.sentCode(who)
    await withdraw(pool, laptop)
    await expect(verify(pool, laptop, code)).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:CodeMismatch|ExpiredCode)Exception$/),
    })
    expect(await emailOf(pool)).toEqual(left)
  })

  test('an address that became somebody else’s meanwhile is refused, and the code may be shown again', async () => {
    await using pool = await userPool({ pool: { ...WAITS, AliasAttributes: ['email'] } })
    const { who, laptop } = await alice(pool)
    await change(pool, laptop, { email: NEW })
    const code = await pool.sentCode(who)
    const bob = await pool.user('bob', { attributes: { email: NEW, email_verified: 'true' } })
    for (let time = 0; time < 6; time += 1)
      await expect(verify(pool, laptop, code)).rejects.toMatchObject(aliasExists)
    expect(await emailOf(pool)).toEqual([OLD, 'true'])
    expect(await signInAs(pool, NEW, bob)).toAskFor('nothing')
    await expect(signInAs(pool, NEW, { ...bob, password: who.password })).rejects.toMatchObject(incorrect)
    await pool.call('AdminDeleteUser', { UserPoolId: pool.poolId, Username: 'bob' })
    await verify(pool, laptop, code)
    expect(await emailOf(pool)).toEqual([NEW, 'true'])
  })

  test('what waits goes with its user', async () => {
    await using pool = await userPool({ pool: WAITS })
    const { laptop } = await alice(pool)
    await change(pool, laptop, { email: NEW })
    const rows = () => pool.database.selectFrom('waiting_addresses').selectAll().execute()
    expect(await rows()).toHaveLength(1)
    await pool.call('DeleteUser', { AccessToken: laptop.accessToken })
    expect(await rows()).toEqual([])
  })

  test('changes at once leave one address that waits, and the code that was sent last', async () => {
    await using pool = await userPool({ pool: WAITS })
    const { laptop } = await alice(pool)
    const all = Array.from({ length: 4 }, (_, each) =>
      change(pool, laptop, { email: `alice-${each}@example.org` }),
    )
    await Promise.all(all)
    expect(await pool.database.selectFrom('waiting_addresses').selectAll().execute()).toHaveLength(1)
    expect(await emailOf(pool)).toEqual([OLD, 'true'])
  })
})
