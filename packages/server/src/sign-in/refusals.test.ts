import { N } from '@latchkey/srp'
import {
  claim,
  claimsIn,
  type Device,
  deviceIdentity,
  type Person,
  srpA,
  type TestPool,
  userIdentity,
  userPool,
} from '@latchkey/testing'
import type { ChallengeNameType } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'

const invalidSession = {
  code: 'NotAuthorizedException',
  message: 'Invalid session for the user.',
  status: 400,
}

const noPublicValue: [string, string][] = [
  ['0', '0'],
  ['N', N.toString(16)],
  ['2N', (2n * N).toString(16)],
  ['a negative number', '-5'],
  ['100,000 digits', '5'.repeat(100_000)],
  ['not hex', 'xyz'],
  ['hex with a prefix', '0x5'],
  ['zeros', '0'.repeat(768)],
]

describe('SRP_A', () => {
  test('that no client could send is refused, nothing is stored, and the server goes on', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    const laptop = pool.device('Laptop')
    for (const [, SRP_A] of noPublicValue) {
      await expect(laptop.begin('USER_SRP_AUTH', { USERNAME: 'alice', SRP_A })).rejects.toMatchObject({
        code: 'InvalidParameterException',
        message: 'Invalid SRP_A.',
        status: 400,
      })
    }
    await expect(laptop.begin('USER_SRP_AUTH', { USERNAME: 'alice', SRP_A: '' })).rejects.toMatchObject({
      message: 'Missing required parameter SRP_A',
    })
    for (const table of ['sessions', 'attempts', 'devices'] as const) {
      expect(await pool.database.selectFrom(table).selectAll().execute()).toEqual([])
    }
    await laptop.enter(alice)
  })

  test('of a device is held to the same', async () => {
    await using pool = await userPool({ remember: 'always' })
    const alice = await pool.user('alice')
    const laptop = await pool.signedIn(alice)
    const { Session } = await deviceChallenge(laptop, alice)
    const responses = { USERNAME: 'alice', DEVICE_KEY: laptop.key }
    for (const [, SRP_A] of noPublicValue) {
      await expect(laptop.respond('DEVICE_SRP_AUTH', { ...responses, SRP_A }, Session)).rejects.toMatchObject(
        {
          code: 'InvalidParameterException',
        },
      )
    }
  })
})

describe('the answer to a challenge', () => {
  test('given for another client is refused', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    const { Session, responses } = await passwordClaim(pool, pool.device('Laptop'), alice)
    const other = pool.device('Laptop', await pool.addClient())
    await expect(other.respond('PASSWORD_VERIFIER', responses, Session)).rejects.toMatchObject(invalidSession)
    await expect(other.respond('PASSWORD_VERIFIER', responses, undefined)).rejects.toMatchObject(
      invalidSession,
    )
  })

  test('given for a client of another pool is refused', async () => {
    await using pool = await userPool({ mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    const elsewhere = await pool.sibling({ mfa: 'required' })
    await expect(
      elsewhere
        .device('Laptop')
        .respond(
          'SOFTWARE_TOKEN_MFA',
          { USERNAME: 'alice', SOFTWARE_TOKEN_MFA_CODE: alice.code() },
          laptop.open.session,
        ),
    ).rejects.toMatchObject(invalidSession)
  })

  test('given for another user is refused', async () => {
    await using pool = await userPool({ mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const mallory = await pool.user('mallory', { totp: true })
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    await expect(laptop.answer(mallory.code(), { USERNAME: 'mallory' })).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    })
    const { Session, responses } = await passwordClaim(pool, laptop, alice)
    await expect(
      laptop.respond('PASSWORD_VERIFIER', { ...responses, USERNAME: 'mallory' }, Session),
    ).rejects.toMatchObject({ code: 'NotAuthorizedException' })
  })

  test('given for another step is refused, whichever two steps they are', async () => {
    await using pool = await userPool({ remember: 'always', mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const fresh = await pool.user('fresh')
    const renewed = await pool.user('renewed', { temporaryPassword: true })
    const laptop = await pool.signedIn(alice)
    const [phone, tablet, desktop] = [pool.device('Phone'), pool.device('Tablet'), pool.device('Desktop')]
    await phone.signIn(alice)
    await tablet.signIn(fresh)
    await desktop.signIn(renewed)
    const begun = await passwordClaim(pool, laptop, alice)
    const device = await deviceChallenge(laptop, alice)
    const choice = await laptop.begin('USER_AUTH', { USERNAME: 'alice' })
    const { SRP_A } = await srpA()
    const answers: [ChallengeNameType, Record<string, string>, string | undefined][] = [
      ['PASSWORD_VERIFIER', begun.responses, begun.Session],
      ['SELECT_CHALLENGE', { USERNAME: 'alice', ANSWER: 'PASSWORD_SRP', SRP_A }, choice.Session],
      ['SOFTWARE_TOKEN_MFA', { USERNAME: 'alice', SOFTWARE_TOKEN_MFA_CODE: '000000' }, phone.open.session],
      ['MFA_SETUP', { USERNAME: 'fresh' }, tablet.open.session],
      [
        'NEW_PASSWORD_REQUIRED',
        { USERNAME: 'renewed', NEW_PASSWORD: 'Another-8-pass' },
        desktop.open.session,
      ],
      ['DEVICE_SRP_AUTH', { USERNAME: 'alice', DEVICE_KEY: laptop.key, SRP_A }, device.Session],
    ]
    for (const [name, responses, own] of answers) {
      for (const [other, , session] of answers) {
        if (other === name || session === own) continue
        await expect(laptop.respond(name, responses, session)).rejects.toMatchObject(invalidSession)
      }
    }
  })

  test('given after its time is refused', async () => {
    await using pool = await userPool({ mfa: 'required', client: { AuthSessionValidity: 3 } })
    const alice = await pool.user('alice', { totp: true })
    const laptop = pool.device('Laptop')
    const late = await passwordClaim(pool, laptop, alice)
    await laptop.signIn(alice)
    pool.clock.advance('3 minutes')
    await expect(laptop.answer(alice.code())).rejects.toMatchObject(invalidSession)
    await expect(laptop.respond('PASSWORD_VERIFIER', late.responses, late.Session)).rejects.toMatchObject(
      invalidSession,
    )
    await expect(laptop.respond('PASSWORD_VERIFIER', late.responses, undefined)).rejects.toMatchObject(
      invalidSession,
    )
  })

  test('given twice is refused after the payout, at every step of that sign-in', async () => {
    await using pool = await userPool({ mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = pool.device('Laptop')
    const begun = await passwordClaim(pool, laptop, alice)
    const asked = await laptop.respond('PASSWORD_VERIFIER', begun.responses, begun.Session)
    const code = () => ({ USERNAME: 'alice', SOFTWARE_TOKEN_MFA_CODE: alice.code() })
    await laptop.respond('SOFTWARE_TOKEN_MFA', code(), asked.Session)
    await expect(laptop.respond('SOFTWARE_TOKEN_MFA', code(), asked.Session)).rejects.toMatchObject(
      invalidSession,
    )
    await expect(laptop.respond('PASSWORD_VERIFIER', begun.responses, begun.Session)).rejects.toMatchObject(
      invalidSession,
    )
  })

  test('without a Session, or with a made-up one, is refused', async () => {
    await using pool = await userPool({ mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = pool.device('Laptop')
    const responses = { USERNAME: 'alice', SOFTWARE_TOKEN_MFA_CODE: alice.code() }
    await expect(laptop.respond('SOFTWARE_TOKEN_MFA', responses, undefined)).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: 'Missing required parameter Session',
    })
    await expect(laptop.respond('SOFTWARE_TOKEN_MFA', responses, 'A'.repeat(400))).rejects.toMatchObject(
      invalidSession,
    )
  })

  test('after the password was changed meanwhile is refused', async () => {
    await using pool = await userPool({ mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    await pool.call('AdminSetUserPassword', {
      UserPoolId: pool.poolId,
      Username: 'alice',
      Password: 'Changed-meanwhile-9',
      Permanent: true,
    })
    await expect(laptop.answer(alice.code())).rejects.toMatchObject(invalidSession)
  })

  test('after the user was disabled, or deleted, meanwhile is refused', async () => {
    await using pool = await userPool({ mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const bob = await pool.user('bob', { totp: true })
    const [laptop, phone] = [pool.device('Laptop'), pool.device('Phone')]
    await laptop.signIn(alice)
    await phone.signIn(bob)
    await pool.call('AdminDisableUser', { UserPoolId: pool.poolId, Username: 'alice' })
    await pool.call('AdminDeleteUser', { UserPoolId: pool.poolId, Username: 'bob' })
    await expect(laptop.answer(alice.code())).rejects.toMatchObject({ message: 'User is disabled.' })
    await expect(phone.answer(bob.code())).rejects.toMatchObject(invalidSession)
  })

  test('may leave out the Session where a secret block stands for it, and not put another beside it', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    const laptop = pool.device('Laptop')
    const one = await passwordClaim(pool, laptop, alice)
    const other = await passwordClaim(pool, laptop, alice)
    await expect(laptop.respond('PASSWORD_VERIFIER', one.responses, other.Session)).rejects.toMatchObject(
      invalidSession,
    )
    const { AuthenticationResult } = await laptop.respond('PASSWORD_VERIFIER', one.responses, undefined)
    expect(claimsIn(AuthenticationResult?.AccessToken)).toMatchObject({ username: 'alice' })
  })
})

describe('a claim', () => {
  test('with a wrong signature, timestamp, block or password: Incorrect username or password.', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    const laptop = pool.device('Laptop')
    const { Session, responses } = await passwordClaim(pool, laptop, alice)
    const wrong = { code: 'NotAuthorizedException', message: 'Incorrect username or password.' }
    for (const change of [
      { PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString('base64') },
      { PASSWORD_CLAIM_SIGNATURE: 'short' },
      { TIMESTAMP: 'Tue May 7 00:09:40 UTC 2024' },
    ]) {
      await expect(
        laptop.respond('PASSWORD_VERIFIER', { ...responses, ...change }, Session),
      ).rejects.toMatchObject(wrong)
    }
    await expect(laptop.signIn({ ...alice, password: 'Wrong-horse-7' })).rejects.toMatchObject(wrong)
    const PASSWORD_CLAIM_SECRET_BLOCK = Buffer.alloc(900).toString('base64')
    await expect(
      laptop.respond('PASSWORD_VERIFIER', { ...responses, PASSWORD_CLAIM_SECRET_BLOCK }, Session),
    ).rejects.toMatchObject(invalidSession)
  })

  test('with a timestamp longer than any, or without one, is refused', async () => {
    await using pool = await userPool()
    const laptop = pool.device('Laptop')
    const { Session, responses } = await passwordClaim(pool, laptop, await pool.user('alice'))
    for (const TIMESTAMP of ['x'.repeat(65), '']) {
      await expect(
        laptop.respond('PASSWORD_VERIFIER', { ...responses, TIMESTAMP }, Session),
      ).rejects.toMatchObject({ code: 'InvalidParameterException' })
    }
  })

  test('of a device is not taken for one of the password, nor the other way round', async () => {
    await using pool = await userPool({ remember: 'always' })
    const alice = await pool.user('alice')
    const laptop = await pool.signedIn(alice)
    const password = await passwordClaim(pool, laptop, alice)
    const device = await deviceClaim(pool, laptop, alice)
    await expect(laptop.respond('PASSWORD_VERIFIER', device.responses, device.Session)).rejects.toMatchObject(
      invalidSession,
    )
    await expect(
      laptop.respond(
        'DEVICE_PASSWORD_VERIFIER',
        { ...password.responses, DEVICE_KEY: laptop.key },
        password.Session,
      ),
    ).rejects.toMatchObject(invalidSession)
  })
})

describe('the proof of a device', () => {
  test('cannot begin without the first factor', async () => {
    await using pool = await userPool({ remember: 'always' })
    const alice = await pool.user('alice')
    const laptop = await pool.signedIn(alice)
    const responses = { USERNAME: 'alice', DEVICE_KEY: laptop.key, SRP_A: (await srpA()).SRP_A }
    await expect(laptop.respond('DEVICE_SRP_AUTH', responses, undefined)).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'Cannot initiate DEVICE_SRP_AUTH flow without first authenticating',
    })
  })

  test('by another of the user’s devices than the one that was named is of one that does not exist', async () => {
    await using pool = await userPool({ remember: 'always' })
    const alice = await pool.user('alice')
    const laptop = await pool.signedIn(alice)
    const phone = await pool.signedIn(alice)
    const { Session } = await deviceChallenge(laptop, alice)
    const responses = { USERNAME: 'alice', DEVICE_KEY: phone.key, SRP_A: (await srpA()).SRP_A }
    await expect(laptop.respond('DEVICE_SRP_AUTH', responses, Session)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Device does not exist.',
    })
  })

  test('does not end a sign-in of a device that stopped being remembered meanwhile', async () => {
    await using pool = await userPool({ remember: 'always', mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = await pool.signedIn(alice)
    const { Session, responses } = await deviceClaim(pool, laptop, alice)
    await pool.call('AdminUpdateDeviceStatus', {
      UserPoolId: pool.poolId,
      Username: 'alice',
      DeviceKey: laptop.key,
      DeviceRememberedStatus: 'not_remembered',
    })
    await expect(laptop.respond('DEVICE_PASSWORD_VERIFIER', responses, Session)).rejects.toMatchObject({
      message: 'Device does not exist.',
    })
  })
})

describe('a payout asked for twice at once', () => {
  const settled = async (answers: Promise<unknown>[]) =>
    (await Promise.allSettled(answers)).map(({ status }) => status).toSorted()

  test('by the password is made once', async () => {
    await using pool = await userPool({ remember: 'always' })
    const laptop = pool.device('Laptop')
    const { Session, responses } = await passwordClaim(pool, laptop, await pool.user('alice'))
    const answer = () => laptop.respond('PASSWORD_VERIFIER', responses, Session)
    expect(await settled([answer(), answer(), answer()])).toEqual(['fulfilled', 'rejected', 'rejected'])
    expect(await pool.database.selectFrom('devices').selectAll().execute()).toHaveLength(1)
    expect(await pool.database.selectFrom('sessions').selectAll().execute()).toHaveLength(1)
  })

  test('by a code is made once', async () => {
    await using pool = await userPool({ mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    const { session } = laptop.open
    const responses = { USERNAME: 'alice', SOFTWARE_TOKEN_MFA_CODE: alice.code() }
    const answer = () => laptop.respond('SOFTWARE_TOKEN_MFA', responses, session)
    expect(await settled([answer(), answer()])).toEqual(['fulfilled', 'rejected'])
  })

  test('by a device is made once', async () => {
    await using pool = await userPool({ remember: 'always' })
    const alice = await pool.user('alice')
    const laptop = await pool.signedIn(alice)
    const { Session, responses } = await deviceClaim(pool, laptop, alice)
    const answer = () => laptop.respond('DEVICE_PASSWORD_VERIFIER', responses, Session)
    expect(await settled([answer(), answer()])).toEqual(['fulfilled', 'rejected'])
  })
})

/** A right answer to PASSWORD_VERIFIER, not sent yet. */
async function passwordClaim(pool: TestPool, device: Device, { username, password }: Person) {
  const ephemeral = await srpA()
  const challenge = await device.begin('USER_SRP_AUTH', { USERNAME: username, SRP_A: ephemeral.SRP_A })
  const proof = await claim({
    identity: userIdentity(pool.poolId, username),
    secret: password,
    ephemeral,
    challenge: challenge.ChallengeParameters ?? {},
    at: pool.clock.now(),
  })
  return { Session: challenge.Session, responses: { USERNAME: username, ...proof } }
}

/** DEVICE_SRP_AUTH, not answered yet. */
const deviceChallenge = (device: Device, { username, password }: Person) =>
  device.begin('USER_PASSWORD_AUTH', { USERNAME: username, PASSWORD: password, DEVICE_KEY: device.key })

/** A right answer to DEVICE_PASSWORD_VERIFIER, not sent yet. */
async function deviceClaim(pool: TestPool, device: Device, who: Person) {
  const ephemeral = await srpA()
  const { Session } = await deviceChallenge(device, who)
  const base = { USERNAME: who.username, DEVICE_KEY: device.key }
  const challenge = await device.respond('DEVICE_SRP_AUTH', { ...base, SRP_A: ephemeral.SRP_A }, Session)
  const proof = await claim({
    identity: deviceIdentity(device.keys.deviceGroupKey, device.key),
    secret: device.keys.secret,
    ephemeral,
    challenge: challenge.ChallengeParameters ?? {},
    at: pool.clock.now(),
  })
  return { Session: challenge.Session, responses: { ...base, ...proof } }
}
