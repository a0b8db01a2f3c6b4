import '@latchkey/testing/matchers'
import { codeAt, type TestPool, userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

describe('a code', () => {
  test('passes once, also in another sign-in', async () => {
    await using pool = await userPool({ mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const [laptop, phone] = [pool.device('Laptop'), pool.device('Phone')]
    const code = alice.code()
    await laptop.signIn(alice)
    await phone.signIn(alice)
    await laptop.answer(code)
    await expect(phone.answer(code)).rejects.toMatchObject({
      code: 'ExpiredCodeException',
      message: 'Your software token has already been used once.',
    })
  })

  test('that set the token up is used up by that', async () => {
    await using pool = await userPool({ mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    await expect(laptop.answer(codeAt(alice.totpSecret ?? '', pool.clock.now()))).rejects.toMatchObject({
      code: 'ExpiredCodeException',
    })
  })

  test.each([
    { off: -30, passes: true },
    { off: 30, passes: true },
    { off: -60, passes: false },
    { off: 60, passes: false },
  ])('of a clock that is $off seconds off passes: $passes', async ({ off, passes }) => {
    await using pool = await userPool({ mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    pool.clock.advance('10 minutes')
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    const code = codeAt(alice.totpSecret ?? '', new Date(pool.clock.now().getTime() + off * 1000))
    const answer = laptop.answer(code)
    if (passes) expect(await answer).toAskFor('nothing')
    else await expect(answer).rejects.toMatchObject({ code: 'CodeMismatchException' })
  })

  test('older than one that was used does not pass after it', async () => {
    await using pool = await userPool({ mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    pool.clock.advance('10 minutes')
    const older = codeAt(alice.totpSecret ?? '', new Date(pool.clock.now().getTime() - 30_000))
    const laptop = pool.device('Laptop')
    await laptop.enter(alice)
    await laptop.signIn(alice)
    await expect(laptop.answer(older)).rejects.toMatchObject({ code: 'ExpiredCodeException' })
  })

  test('of anything but six digits is wrong', async () => {
    await using pool = await userPool({ mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    for (const code of ['12345', '1234567', '٠٠٠٠٠٠', '1e5555']) {
      await expect(laptop.answer(code)).rejects.toMatchObject({ code: 'CodeMismatchException' })
      pool.clock.advance('2 seconds')
    }
  })
})

describe('where a second factor is required', () => {
  test('a user without one sets it up in the sign-in, and gets a device key with the tokens', async () => {
    await using pool = await userPool({ mfa: 'required', remember: 'always' })
    const alice = await pool.user('alice')
    const laptop = pool.device('Laptop')
    expect(await laptop.signIn(alice)).toAskFor('totp set-up')
    expect(laptop.open.parameters).toEqual({
      USER_ID_FOR_SRP: 'alice',
      MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]',
    })
    expect(await laptop.setUpTotp(alice)).toAskFor('nothing')
    expect(laptop.claims).toMatchObject({ device_key: laptop.key })
    expect(await pool.device('Phone').signIn(alice)).toAskFor('totp')
  })

  test('no set-up is skipped: MFA_SETUP wants the Session of a code that was seen', async () => {
    await using pool = await userPool({ mfa: 'required' })
    const laptop = pool.device('Laptop')
    await laptop.signIn(await pool.user('alice'))
    const { session } = laptop.open
    const refused = { code: 'InvalidParameterException' }
    await expect(laptop.respond('MFA_SETUP', { USERNAME: 'alice' }, session)).rejects.toMatchObject(refused)
    const { Session } = await laptop.call('AssociateSoftwareToken', { Session: session })
    await expect(laptop.respond('MFA_SETUP', { USERNAME: 'alice' }, Session)).rejects.toMatchObject(refused)
    await expect(laptop.call('VerifySoftwareToken', { Session, UserCode: '000000' })).rejects.toMatchObject({
      code: 'EnableSoftwareTokenMFAException',
    })
  })

  test('a user who has a token gets no second one with a password alone', async () => {
    await using pool = await userPool({ mfa: 'required' })
    const alice = await pool.user('alice')
    const [laptop, thief] = [pool.device('Laptop'), pool.device('A thief with the password')]
    await thief.signIn(alice)
    const { Session } = await thief.call('AssociateSoftwareToken', { Session: thief.open.session })
    await laptop.signIn(alice)
    await laptop.setUpTotp(alice)
    for (const session of [Session, thief.open.session]) {
      await expect(thief.call('AssociateSoftwareToken', { Session: session })).rejects.toMatchObject({
        code: 'NotAuthorizedException',
      })
    }
    await expect(thief.call('VerifySoftwareToken', { Session, UserCode: '000000' })).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    })
  })

  test('a Session of any other step sets nothing up', async () => {
    await using pool = await userPool({ mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    const Session = laptop.open.session
    await expect(laptop.call('AssociateSoftwareToken', { Session })).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    })
  })

  test('a remembered device stands in for it, also for a user who never set it up', async () => {
    await using pool = await userPool({ remember: 'always' })
    const alice = await pool.user('alice')
    const laptop = await pool.signedIn(alice)
    await pool.change({ remember: 'always', mfa: 'required' })
    expect(await laptop.signIn(alice)).toAskFor('nothing')
    expect(await pool.device('Phone').signIn(alice)).toAskFor('totp set-up')
  })
})

describe('where a second factor is optional', () => {
  test('it is asked of those who have it and want it', async () => {
    await using pool = await userPool({ mfa: 'optional' })
    const alice = await pool.user('alice', { totp: true })
    expect(await pool.device('Laptop').signIn(await pool.user('bob'))).toAskFor('nothing')
    const laptop = await pool.signedIn(alice)
    await prefer(pool, laptop.accessToken, false)
    expect(await pool.device('Phone').signIn(alice)).toAskFor('nothing')
    await prefer(pool, laptop.accessToken, true)
    expect(await pool.device('Phone').signIn(alice)).toAskFor('totp')
  })

  test('it cannot be wanted without a token', async () => {
    await using pool = await userPool({ mfa: 'optional' })
    const laptop = await pool.signedIn(await pool.user('alice'))
    await expect(prefer(pool, laptop.accessToken, true)).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: 'User has not verified software token mfa',
    })
  })

  test('a new token takes the place of the old only when a code of it was seen', async () => {
    await using pool = await userPool({ mfa: 'optional' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = await pool.signedIn(alice)
    const { accessToken: AccessToken } = laptop
    const old = alice.totpSecret ?? ''
    const { SecretCode = '' } = await laptop.call('AssociateSoftwareToken', { AccessToken })
    await expect(
      laptop.call('VerifySoftwareToken', { AccessToken, UserCode: '000000' }),
    ).rejects.toMatchObject({ code: 'EnableSoftwareTokenMFAException' })
    expect(await laptop.enter(alice)).toHaveProperty('AccessToken')

    pool.clock.advance('1 minute')
    const UserCode = codeAt(SecretCode, pool.clock.now())
    await laptop.call('VerifySoftwareToken', { AccessToken, UserCode, FriendlyDeviceName: 'Phone app' })
    await laptop.signIn(alice)
    expect(laptop.open.parameters).toMatchObject({ FRIENDLY_DEVICE_NAME: 'Phone app' })
    pool.clock.advance('1 minute')
    await expect(laptop.answer(codeAt(old, pool.clock.now()))).rejects.toMatchObject({
      code: 'CodeMismatchException',
    })
    expect(await laptop.answer(codeAt(SecretCode, pool.clock.now()))).toAskFor('nothing')
  })
})

test('where there is no second factor, a token is never asked for', async () => {
  await using pool = await userPool({ mfa: 'off' })
  expect(await pool.device('Laptop').signIn(await pool.user('alice', { totp: true }))).toAskFor('nothing')
})

test('a token needs either an access token or a Session, and not both', async () => {
  await using pool = await userPool({ mfa: 'optional' })
  const { accessToken: AccessToken } = await pool.signedIn(await pool.user('alice'))
  for (const request of [{}, { AccessToken, Session: 'x'.repeat(20) }]) {
    const refused = { code: 'InvalidParameterException' }
    await expect(pool.call('AssociateSoftwareToken', request)).rejects.toMatchObject(refused)
    await expect(pool.call('VerifySoftwareToken', { ...request, UserCode: '000000' })).rejects.toMatchObject(
      refused,
    )
  }
})

const prefer = (pool: TestPool, AccessToken: string, Enabled: boolean) =>
  pool.call('SetUserMFAPreference', { AccessToken, SoftwareTokenMfaSettings: { Enabled } })
