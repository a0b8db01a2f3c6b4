import '@latchkey/testing/matchers'
import { type Person, type PersonOptions, secretHash, type TestPool, userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { prune } from '../server.js'
import { prepareReset } from './password-reset.js'
import { sendCode } from './send-code.js'

const mismatch = {
  code: 'CodeMismatchException',
  message: 'Invalid verification code provided, please try again.',
}
const expired = {
  code: 'ExpiredCodeException',
  message: 'Invalid code provided, please request a code again.',
}
const tooManyGuesses = { code: 'TooManyFailedAttemptsException' }
const tooManyCodes = {
  code: 'LimitExceededException',
  message: 'Attempt limit exceeded, please try after some time.',
}
const incorrect = { code: 'NotAuthorizedException', message: 'Incorrect username or password.' }
const resetRequired = {
  code: 'PasswordResetRequiredException',
  message: 'Password reset required for the user',
}
const noAddress = {
  code: 'InvalidParameterException',
  message: 'Cannot reset password for the user as there is no registered/verified email or phone_number',
}

const attributes = { email: 'alice@example.com', email_verified: 'true' }
const NEW = 'Better-horse-2'
const hidden = { client: { PreventUserExistenceErrors: 'ENABLED' } } as const

const alice = (pool: TestPool, options: PersonOptions = {}) => pool.user('alice', { attributes, ...options })

const forgot = (pool: TestPool, Username = 'alice', client = pool.client) =>
  pool.call('ForgotPassword', { ClientId: client.clientId, Username })

const confirm = (
  pool: TestPool,
  ConfirmationCode: string,
  { Username = 'alice', Password = NEW, client = pool.client } = {},
) => pool.call('ConfirmForgotPassword', { ClientId: client.clientId, Username, ConfirmationCode, Password })

/** Asks for a code, which is the latest from then on. */
async function askedFor(pool: TestPool, who: Person): Promise<string> {
  pool.clock.advance('1 second')
  await forgot(pool, who.username)
  return pool.sentCode(who)
}

const another = (code: string) => (code === '123456' ? '654321' : '123456')

const statusOf = async (pool: TestPool, Username = 'alice') =>
  (await pool.call('AdminGetUser', { UserPoolId: pool.poolId, Username })).UserStatus

const signInWith = (pool: TestPool, password: string, username = 'alice') =>
  pool.device('A laptop').signIn({ username, password }, { flow: 'password' })

/** How many of some calls were answered, and with what the others were refused. */
async function outcomes(calls: Promise<unknown>[]) {
  const settled = await Promise.allSettled(calls)
  return settled.map((one) => (one.status === 'fulfilled' ? 'answered' : (one.reason.code as string)))
}

const count = (all: string[], what: string) => all.filter((one) => one === what).length

function untilTold() {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

test('a code lets its user set another password, and the old one no longer signs in', async () => {
  await using pool = await userPool()
  const who = await alice(pool)
  await confirm(pool, await askedFor(pool, who))
  await expect(signInWith(pool, who.password)).rejects.toMatchObject(incorrect)
  expect(await signInWith(pool, NEW)).toAskFor('nothing')
})

test('a forgotten password may be reset while guesses at it are locked, and wipes them out', async () => {
  await using pool = await userPool()
  const code = await askedFor(pool, await alice(pool))
  for (let guess = 0; guess < 5; guess += 1)
    await expect(signInWith(pool, `Guess-${guess}-nr`)).rejects.toMatchObject(incorrect)
  await confirm(pool, code)
  expect(await signInWith(pool, NEW)).toAskFor('nothing')
})

test('tokens outlive a reset, and a sign-in that is under way does not', async () => {
  await using pool = await userPool({ mfa: 'optional' })
  const who = await alice(pool, { totp: true })
  const phone = await pool.signedIn(who, 'Phone')
  const laptop = pool.device('Laptop')
  expect(await laptop.signIn(who)).toAskFor('totp')
  await confirm(pool, await askedFor(pool, who))
  await pool.call('GetUser', { AccessToken: phone.accessToken })
  await expect(laptop.answer(who.code())).rejects.toMatchObject({
    code: 'NotAuthorizedException',
    message: 'Invalid session for the user.',
  })
})

describe('a code for a forgotten password', () => {
  test('is refused once it is spent', async () => {
    await using pool = await userPool()
    const code = await askedFor(pool, await alice(pool))
    await confirm(pool, code)
    await expect(confirm(pool, code, { Password: 'Third-horse-3' })).rejects.toMatchObject(expired)
    expect(await signInWith(pool, NEW)).toAskFor('nothing')
  })

  test('is refused after an hour', async () => {
    await using pool = await userPool()
    const code = await askedFor(pool, await alice(pool))
    pool.clock.advance('1 hour')
    await expect(confirm(pool, code)).rejects.toMatchObject(expired)
  })

  test('is refused once another one was asked for', async () => {
    await using pool = await userPool()
    const who = await alice(pool)
    const old = await askedFor(pool, who)
    const code = await askedFor(pool, who)
    // One in a million times they are the same.
    if (old !== code) await expect(confirm(pool, old)).rejects.toMatchObject(mismatch)
    await confirm(pool, code)
  })

  test('that nobody asked for is an expired one', async () => {
    await using pool = await userPool()
    await alice(pool)
    await expect(confirm(pool, '123456')).rejects.toMatchObject(expired)
  })

  test('of one user is worth nothing to another', async () => {
    await using pool = await userPool()
    const who = await alice(pool)
    const bob = await pool.user('bob', { attributes: { email: 'bob@example.com', email_verified: 'true' } })
    const bobs = await askedFor(pool, bob)
    const code = await askedFor(pool, who)
    if (bobs !== code) await expect(confirm(pool, bobs)).rejects.toMatchObject(mismatch)
    await expect(signInWith(pool, NEW)).rejects.toMatchObject(incorrect)
  })

  test('is worth nothing once the address that it went to is another', async () => {
    await using pool = await userPool()
    const who = await alice(pool)
    const code = await askedFor(pool, who)
    const UserAttributes = [
      { Name: 'email', Value: 'alice@example.org' },
      { Name: 'email_verified', Value: 'true' },
    ]
    await pool.call('AdminUpdateUserAttributes', {
      UserPoolId: pool.poolId,
      Username: 'alice',
      UserAttributes,
    })
    await expect(confirm(pool, code)).rejects.toMatchObject(mismatch)
  })

  test('does not confirm a sign-up, and one for a sign-up resets nothing', async () => {
    await using pool = await userPool({ pool: { AutoVerifiedAttributes: ['email'] } })
    const who = await alice(pool)
    const request = { ClientId: pool.client.clientId, Username: 'bob', Password: 'Correct-bob-7' }
    const UserAttributes = [{ Name: 'email', Value: 'bob@example.com' }]
    const { UserSub = '' } = await pool.call('SignUp', { ...request, UserAttributes })
    const ofSignUp = await pool.sentCode({ ...who, userId: UserSub })
    await expect(confirm(pool, ofSignUp, { Username: 'bob' })).rejects.toMatchObject(noAddress)
    await expect(confirm(pool, ofSignUp)).rejects.toMatchObject(expired)
  })

  test('stays good when the password that came with it is refused', async () => {
    await using pool = await userPool({ pool: { Policies: { PasswordPolicy: { PasswordHistorySize: 2 } } } })
    const who = await alice(pool)
    const code = await askedFor(pool, who)
    for (let time = 0; time < 6; time += 1) {
      await expect(confirm(pool, code, { Password: 'short' })).rejects.toMatchObject({
        code: 'InvalidPasswordException',
      })
      await expect(confirm(pool, code, { Password: who.password })).rejects.toMatchObject({
        code: 'PasswordHistoryPolicyViolationException',
      })
    }
    await confirm(pool, code)
  })

  test('is guessed five times at most, and not even the right one passes after that', async () => {
    await using pool = await userPool()
    const code = await askedFor(pool, await alice(pool))
    for (let guess = 0; guess < 5; guess += 1)
      await expect(confirm(pool, another(code))).rejects.toMatchObject(mismatch)
    await expect(confirm(pool, code)).rejects.toMatchObject(tooManyGuesses)
  })

  test('guessed a hundred times at once is guessed five times, and no password is set', async () => {
    await using pool = await userPool()
    const who = await alice(pool)
    const code = await askedFor(pool, who)
    const all = await outcomes(Array.from({ length: 100 }, () => confirm(pool, another(code))))
    expect(count(all, 'CodeMismatchException')).toBe(5)
    expect(count(all, 'TooManyFailedAttemptsException')).toBe(95)
    await expect(confirm(pool, code)).rejects.toMatchObject(tooManyGuesses)
    expect(await signInWith(pool, who.password)).toAskFor('nothing')
  })

  test('shown a hundred times at once, with as many passwords, sets one of them', async () => {
    await using pool = await userPool()
    const code = await askedFor(pool, await alice(pool))
    const passwords = Array.from({ length: 100 }, (_, at) => `Better-horse-${at}`)
    const all = await outcomes(passwords.map((Password) => confirm(pool, code, { Password })))
    expect(count(all, 'answered')).toBe(1)
    expect(await signInWith(pool, passwords[all.indexOf('answered')] ?? '')).toAskFor('nothing')
  })

  test('that is asked for again does not buy more guesses within the hour', async () => {
    await using pool = await userPool()
    const who = await alice(pool)
    const code = await askedFor(pool, who)
    for (let guess = 0; guess < 4; guess += 1)
      await expect(confirm(pool, another(code))).rejects.toMatchObject(mismatch)
    const next = await askedFor(pool, who)
    await expect(confirm(pool, another(next))).rejects.toMatchObject(mismatch)
    await expect(confirm(pool, next)).rejects.toMatchObject(tooManyGuesses)
    await expect(forgot(pool)).rejects.toMatchObject(tooManyCodes)
    pool.clock.advance('1 hour')
    await confirm(pool, await askedFor(pool, who))
  })

  test('is sent five times an hour at most, also when asked for all at once', async () => {
    await using pool = await userPool()
    const who = await alice(pool)
    const all = await outcomes(Array.from({ length: 20 }, () => forgot(pool)))
    expect([count(all, 'answered'), count(all, 'LimitExceededException')]).toEqual([5, 15])
    expect(await pool.messages(who)).toHaveLength(5)
    pool.clock.advance('1 hour')
    await forgot(pool)
  })

  test('is asked for through a client with a secret by whoever knows the secret', async () => {
    await using pool = await userPool()
    const who = await alice(pool)
    const client = await pool.addClient({ GenerateSecret: true })
    await expect(forgot(pool, 'alice', client)).rejects.toMatchObject({ code: 'NotAuthorizedException' })
    const proof = {
      ClientId: client.clientId,
      Username: 'alice',
      SecretHash: secretHash(client.clientSecret ?? '', 'alice', client.clientId),
    }
    await pool.call('ForgotPassword', proof)
    const ConfirmationCode = await pool.sentCode(who)
    await expect(confirm(pool, ConfirmationCode, { client })).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    })
    await pool.call('ConfirmForgotPassword', { ...proof, ConfirmationCode, Password: NEW })
  })

  test('is of one pool: a client of another pool knows neither the user nor the code', async () => {
    await using pool = await userPool()
    const code = await askedFor(pool, await alice(pool))
    const sibling = await pool.sibling()
    await expect(confirm(sibling, code)).rejects.toMatchObject({ code: 'UserNotFoundException' })
    const namesake = await alice(sibling)
    await askedFor(sibling, namesake)
    await expect(confirm(sibling, code)).rejects.toMatchObject(mismatch)
  })

  test('goes with its user', async () => {
    await using pool = await userPool()
    await forgot(pool, (await alice(pool)).username)
    await pool.call('AdminDeleteUser', { UserPoolId: pool.poolId, Username: 'alice' })
    expect(await pool.database.selectFrom('codes').selectAll().execute()).toEqual([])
  })
})

describe('no code is sent', () => {
  test('to a user who was deleted while it was made', async () => {
    await using pool = await userPool()
    const { userId } = await alice(pool)
    const { world } = pool.server
    const [found, user] = [
      await world.stores.pools.find(pool.poolId),
      await world.stores.users.find({ poolId: pool.poolId, userId }),
    ]
    if (!found || !user) throw new Error('Nobody is there.')
    const composition = { pool: found, clientId: undefined, recipient: user, metadata: undefined }
    const prepared = await prepareReset(world, composition, { address: 'email', to: attributes.email })
    await pool.call('AdminDeleteUser', { UserPoolId: pool.poolId, Username: 'alice' })
    await expect(sendCode(world, user, prepared, {})).rejects.toMatchObject({ code: 'UserNotFoundException' })
  })

  test.each<[string, PersonOptions, object]>([
    ['to a user without a verified address', { attributes: { email: 'alice@example.com' } }, noAddress],
    [
      'to a user with a temporary password',
      { temporaryPassword: true },
      { code: 'NotAuthorizedException', message: 'User password cannot be reset in the current state.' },
    ],
  ])('%s', async (_whom, options, refusal) => {
    await using pool = await userPool()
    const who = await alice(pool, options)
    await expect(forgot(pool)).rejects.toMatchObject(refusal)
    expect(await pool.messages(who)).toEqual([])
  })

  test('to a user who is disabled, nor does one that was sent before pass', async () => {
    await using pool = await userPool()
    const who = await alice(pool)
    const code = await askedFor(pool, who)
    await pool.call('AdminDisableUser', { UserPoolId: pool.poolId, Username: 'alice' })
    const disabled = { code: 'NotAuthorizedException', message: 'User is disabled.' }
    await expect(forgot(pool)).rejects.toMatchObject(disabled)
    await expect(confirm(pool, code)).rejects.toMatchObject(disabled)
  })

  test('where only operators recover accounts', async () => {
    const RecoveryMechanisms = [{ Name: 'admin_only' as const, Priority: 1 }]
    await using pool = await userPool({ pool: { AccountRecoverySetting: { RecoveryMechanisms } } })
    await alice(pool)
    const contact = { code: 'NotAuthorizedException', message: 'Contact administrator to reset password.' }
    for (const name of ['alice', 'nobody']) await expect(forgot(pool, name)).rejects.toMatchObject(contact)
    await expect(
      pool.call('AdminResetUserPassword', { UserPoolId: pool.poolId, Username: 'alice' }),
    ).rejects.toMatchObject({ code: 'InvalidParameterException' })
    expect(await statusOf(pool)).toBe('CONFIRMED')
  })

  test('to a name that nobody has, which is said where missing users are not hidden', async () => {
    await using pool = await userPool()
    const missing = { code: 'UserNotFoundException', message: 'User does not exist.' }
    await expect(forgot(pool, 'nobody')).rejects.toMatchObject(missing)
    await expect(confirm(pool, '123456', { Username: 'nobody' })).rejects.toMatchObject(missing)
  })
})

describe('where missing users are hidden', () => {
  const unreachable: [string, (pool: TestPool) => Promise<unknown>][] = [
    ['does not exist', async () => undefined],
    ['has no verified address', (pool) => alice(pool, { attributes: {} })],
    ['has a temporary password', (pool) => alice(pool, { temporaryPassword: true })],
    [
      'is disabled',
      async (pool) => {
        await alice(pool)
        await pool.call('AdminDisableUser', { UserPoolId: pool.poolId, Username: 'alice' })
      },
    ],
  ]

  test.each(unreachable)('a user who %s gets what another one gets, step by step', async (_who, make) => {
    await using pool = await userPool(hidden)
    await make(pool)
    await pool.user('bob', {
      attributes: { phone_number: '+12025550100', phone_number_verified: 'true' },
    })

    const steps = (Username: string, code: string) => [
      () => confirm(pool, code, { Username }),
      () => confirm(pool, code, { Username, Password: 'short' }),
      ...Array.from({ length: 2 }, () => () => forgot(pool, Username)),
      ...Array.from({ length: 6 }, () => () => confirm(pool, code, { Username })),
      () => forgot(pool, Username),
    ]
    const walk = async (Username: string) => {
      const seen: unknown[] = []
      for (const step of steps(Username, '123456')) {
        const answer: unknown = await step().catch(({ code, message }) => ({ code, message }))
        seen.push(JSON.parse(JSON.stringify(answer).replace(/\+\*+\d{4}/, '+…')))
      }
      return seen
    }
    expect(await walk('alice')).toEqual(await walk('bob'))
  })

  test('a made-up address is the same at every request, and another for another name', async () => {
    await using pool = await userPool(hidden)
    const [first, second, other] = [
      await forgot(pool, 'nobody'),
      await forgot(pool, 'nobody'),
      await forgot(pool, 'nobody-else'),
    ]
    expect(first).toEqual(second)
    expect(other).not.toEqual(first)
    expect(first.CodeDeliveryDetails).toMatchObject({ DeliveryMedium: 'SMS', AttributeName: 'phone_number' })
  })

  test('a made-up delivery takes the medium that the pool verifies by itself', async () => {
    await using pool = await userPool({ ...hidden, pool: { AutoVerifiedAttributes: ['email'] } })
    expect(await forgot(pool, 'nobody')).toMatchObject({ CodeDeliveryDetails: { DeliveryMedium: 'EMAIL' } })
  })

  test.each(['AliasAttributes', 'UsernameAttributes'] as const)(
    'an address among the %s is answered with itself, whoever has it and however it is typed',
    async (names) => {
      await using pool = await userPool({
        client: hidden.client,
        pool: {
          [names]: ['email'],
          AutoVerifiedAttributes: ['email'],
          UsernameConfiguration: { CaseSensitive: false },
        },
      })
      await pool.user(names === 'AliasAttributes' ? 'alice' : 'alice@example.com', { attributes })
      for (const name of [
        'alice@example.com',
        'nobody@example.com',
        'ALICE@example.com',
        'NOBODY@example.com',
      ])
        expect(await forgot(pool, name)).toMatchObject({
          CodeDeliveryDetails: { Destination: `${name.charAt(0).toLowerCase()}***@e***` },
        })
    },
  )

  test('names that nobody has do not fill the tables', async () => {
    await using pool = await userPool(hidden)
    const rows = () => pool.database.selectFrom('simulated_codes').selectAll().execute()
    for (let each = 0; each < 20; each += 1) await forgot(pool, `nobody-${each}`)
    expect(await rows()).toHaveLength(20)
    pool.clock.advance('1 hour')
    await prune(pool.server.world)
    expect(await rows()).toEqual([])
  })
})

describe('an operator who resets a password', () => {
  const reset = (pool: TestPool, Username = 'alice') =>
    pool.call('AdminResetUserPassword', { UserPoolId: pool.poolId, Username })

  test('ends the old one: whoever knows it is told to reset it, and nobody else', async () => {
    await using pool = await userPool()
    const who = await alice(pool)
    await reset(pool)
    expect(await statusOf(pool)).toBe('RESET_REQUIRED')
    for (const flow of ['srp', 'password', 'operator'] as const) {
      await expect(pool.device('Laptop').signIn(who, { flow })).rejects.toMatchObject(resetRequired)
      await expect(
        pool.device('Laptop').signIn(who, { flow, password: 'Wrong-horse-1' }),
      ).rejects.toMatchObject(incorrect)
    }
    await confirm(pool, await pool.sentCode(who))
    expect(await statusOf(pool)).toBe('CONFIRMED')
    expect(await signInWith(pool, NEW)).toAskFor('nothing')
  })

  test('may have another code sent, and the user may ask for one', async () => {
    await using pool = await userPool()
    const who = await alice(pool)
    await reset(pool)
    await reset(pool)
    await confirm(pool, await askedFor(pool, who))
    expect(await statusOf(pool)).toBe('CONFIRMED')
  })

  test('ends sign-ins that are under way', async () => {
    await using pool = await userPool({ mfa: 'optional' })
    const who = await alice(pool, { totp: true })
    const laptop = pool.device('Laptop')
    await laptop.signIn(who)
    await reset(pool)
    await expect(laptop.answer(who.code())).rejects.toMatchObject(resetRequired)
  })

  test('is not undone by whoever changes the password at the same moment', async () => {
    await using pool = await userPool()
    const who = await alice(pool)
    const { accessToken: AccessToken } = await pool.signedIn(who)
    const { promise: wait, resolve: goOn } = untilTold()
    const turn = pool.server.world.inTurn(`guess ${pool.poolId} ${who.userId}`, () => wait)
    const passwords = { PreviousPassword: who.password, ProposedPassword: NEW }
    const changing = pool.call('ChangePassword', { AccessToken, ...passwords })
    // Begun later with the same token: when they are answered, the change waits for its turn at the old password.
    for (let each = 0; each < 3; each += 1) await pool.call('GetUser', { AccessToken })
    await reset(pool)
    goOn()
    await expect(changing).rejects.toMatchObject(incorrect)
    await turn
    expect(await statusOf(pool)).toBe('RESET_REQUIRED')
    await expect(signInWith(pool, NEW)).rejects.toMatchObject(incorrect)
  })

  test('leaves tokens in the hands of their user, who may sign out and do nothing else with the account', async () => {
    await using pool = await userPool()
    const laptop = await pool.signedIn(await alice(pool))
    const { accessToken: AccessToken } = laptop
    await reset(pool)
    await laptop.refresh()
    const refused = [
      () => pool.call('GetUser', { AccessToken }),
      () => pool.call('DeleteUser', { AccessToken }),
      () =>
        pool.call('UpdateUserAttributes', { AccessToken, UserAttributes: [{ Name: 'name', Value: 'Al' }] }),
      () => pool.call('GetUserAttributeVerificationCode', { AccessToken, AttributeName: 'email' }),
      () => pool.call('VerifyUserAttribute', { AccessToken, AttributeName: 'email', Code: '123456' }),
      () => pool.call('ChangePassword', { AccessToken, PreviousPassword: 'x', ProposedPassword: NEW }),
      () => pool.call('ListDevices', { AccessToken }),
    ]
    for (const attempt of refused) await expect(attempt()).rejects.toMatchObject(resetRequired)
    await pool.call('GlobalSignOut', { AccessToken })
  })

  test('is told when there is no address to send a code to, and the password stays', async () => {
    await using pool = await userPool()
    const who = await alice(pool, { attributes: {} })
    await expect(reset(pool)).rejects.toMatchObject(noAddress)
    expect(await signInWith(pool, who.password)).toAskFor('nothing')
    await expect(reset(pool, 'nobody')).rejects.toMatchObject({ code: 'UserNotFoundException' })
  })

  test('is not kept from it by strangers who asked for codes and guessed at them', async () => {
    await using pool = await userPool()
    const who = await alice(pool)
    for (let time = 0; time < 5; time += 1) await forgot(pool)
    for (let guess = 0; guess < 6; guess += 1) await confirm(pool, `00000${guess}`).catch(() => undefined)
    pool.clock.advance('1 minute')
    await reset(pool)
    expect(await statusOf(pool)).toBe('RESET_REQUIRED')
    await confirm(pool, await pool.sentCode(who))
    expect(await signInWith(pool, NEW)).toAskFor('nothing')
  })

  test('may set the password instead, which ends the reset', async () => {
    await using pool = await userPool()
    await alice(pool)
    await reset(pool)
    const named = { UserPoolId: pool.poolId, Username: 'alice' }
    await pool.call('AdminSetUserPassword', { ...named, Password: NEW, Permanent: true })
    expect(await signInWith(pool, NEW)).toAskFor('nothing')
  })
})
