import '@latchkey/testing/matchers'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createDeflate } from 'node:zlib'
import {
  Authenticator,
  codeAt,
  EXPORT_KEY,
  exported,
  MASTER_KEY,
  moveTo,
  OPERATORS_POOL,
  operator,
  type TestPool,
  userPool,
} from '@latchkey/testing'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { exportPool } from './export-pool.js'
import { checkExport, importPool } from './import-pool.js'
import { headLine } from './lines.js'
import { sealing } from './sealed-stream.js'

/** A pool moves to another server: what its users and their apps notice of that. */

const REQUIRED = { mfa: 'required', remember: 'opt-in' } as const

/** A laptop on which alice said: remember this device. */
async function remembered(pool: TestPool) {
  const alice = await pool.user('alice', { totp: true })
  const laptop = await pool.signedIn(alice)
  await laptop.rememberDevice()
  return { alice, laptop }
}

describe('after a move, with another master key', () => {
  test('a remembered device is asked for no second factor, and a new one is, there and back again', async () => {
    await using pool = await userPool(REQUIRED)
    const { alice, laptop } = await remembered(pool)
    await using there = await moveTo(pool)
    expect(await laptop.signIn(alice)).toAskFor('nothing')
    expect(laptop.walk).toContain('DEVICE_PASSWORD_VERIFIER')
    const phone = there.device('Phone')
    expect(await phone.signIn(alice)).toAskFor('totp')
    expect(await phone.answer(alice.code())).toAskFor('nothing')
    await using _back = await moveTo(there)
    expect(await laptop.signIn(alice)).toAskFor('nothing')
    expect(laptop.walk).toContain('DEVICE_PASSWORD_VERIFIER')
  })

  test('a forgotten device stays forgotten, and one that was not remembered stays so', async () => {
    await using pool = await userPool(REQUIRED)
    const { alice, laptop } = await remembered(pool)
    const keys = laptop.keys
    const tablet = await pool.signedIn(alice, 'Tablet')
    await laptop.forgetDevice()
    await using there = await moveTo(pool)
    laptop.storage.set('alice', keys)
    expect(await laptop.signIn(alice)).toAskFor('totp')
    expect(await tablet.signIn(alice)).toAskFor('totp')
    const rows = await there.database.selectFrom('devices').select(['device_key', 'state']).execute()
    expect(rows).toContainEqual({ device_key: keys.deviceKey, state: 'forgotten' })
  })

  test('tokens still verify and pass, their keys are the same, and refresh tokens do not pass', async () => {
    await using pool = await userPool(REQUIRED)
    const { laptop } = await remembered(pool)
    const published = async () => (await pool.send(`/${pool.poolId}/.well-known/jwks.json`)).json()
    // They come in any order.
    const keys = async () => new Set((await published()).keys)
    const before = await keys()
    await using there = await moveTo(pool)
    expect(await keys()).toEqual(before)
    const { payload } = await jwtVerify(laptop.accessToken, createLocalJWKSet(await published()), {
      issuer: `${there.wire.url}/${there.poolId}`,
      currentDate: there.clock.now(),
    })
    expect(payload.username).toBe('alice')
    expect(await laptop.call('GetUser', { AccessToken: laptop.accessToken })).toMatchObject({
      Username: 'alice',
    })
    await expect(laptop.refresh()).rejects.toMatchObject({ code: 'NotAuthorizedException' })
  })

  test('a token that was revoked stays revoked', async () => {
    await using pool = await userPool(REQUIRED)
    const { laptop } = await remembered(pool)
    const AccessToken = laptop.accessToken
    await laptop.signOut({ everywhere: true })
    await using _there = await moveTo(pool)
    await expect(laptop.call('GetUser', { AccessToken })).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    })
  })

  test('clients have their secrets, also two of them', async () => {
    await using pool = await userPool({ client: { GenerateSecret: true } })
    const alice = await pool.user('alice')
    const client = { UserPoolId: pool.poolId, ClientId: pool.client.clientId }
    const { ClientSecretDescriptor } = await pool.call('AddUserPoolClientSecret', client)
    await using there = await moveTo(pool)
    for (const clientSecret of [pool.client.clientSecret, ClientSecretDescriptor?.ClientSecretValue]) {
      const app = there.device('App', { ...pool.client, clientSecret })
      expect(await app.signIn(alice)).toAskFor('nothing')
    }
    const wrong = there.device('App', { ...pool.client, clientSecret: 'another' })
    await expect(wrong.signIn(alice)).rejects.toMatchObject({ code: 'NotAuthorizedException' })
  })

  test('groups, linked identities, aliases, waiting addresses and former passwords are there', async () => {
    await using pool = await userPool({
      pool: {
        AliasAttributes: ['email'],
        AutoVerifiedAttributes: ['email'],
        UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
        Policies: { PasswordPolicy: { PasswordHistorySize: 3 } },
      },
    })
    const attributes = { email: 'alice@example.com', email_verified: 'true' }
    const alice = await pool.user('alice', { attributes })
    const named = { UserPoolId: pool.poolId, Username: 'alice' }
    await pool.call('CreateGroup', { UserPoolId: pool.poolId, GroupName: 'staff', Precedence: 3 })
    await pool.call('AdminAddUserToGroup', { ...named, GroupName: 'staff' })
    await pool.call('AdminLinkProviderForUser', {
      UserPoolId: pool.poolId,
      DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: 'alice' },
      SourceUser: {
        ProviderName: 'Google',
        ProviderAttributeName: 'Cognito_Subject',
        ProviderAttributeValue: '1234',
      },
    })
    const laptop = await pool.signedIn(alice)
    const Email = [{ Name: 'email', Value: 'new@example.com' }]
    await laptop.call('UpdateUserAttributes', { AccessToken: laptop.accessToken, UserAttributes: Email })
    const code = await pool.sentCode(alice)
    const [first, second] = [alice.password, 'Correct-horse-2']
    const passwords = { PreviousPassword: first, ProposedPassword: second }
    await laptop.call('ChangePassword', { AccessToken: laptop.accessToken, ...passwords })
    alice.password = second

    await using there = await moveTo(pool, { masterKey: MASTER_KEY })

    await there.device('Laptop').signIn(alice, { as: 'alice@example.com' })
    const { Groups } = await there.call('AdminListGroupsForUser', named)
    expect(Groups).toMatchObject([{ GroupName: 'staff', Precedence: 3 }])
    const { UserAttributes = [] } = await there.call('AdminGetUser', named)
    expect(JSON.parse(UserAttributes.find(({ Name }) => Name === 'identities')?.Value ?? '')).toMatchObject([
      { providerName: 'Google', userId: '1234' },
    ])
    await expect(
      laptop.call('ChangePassword', {
        AccessToken: laptop.accessToken,
        PreviousPassword: second,
        ProposedPassword: first,
      }),
    ).rejects.toMatchObject({ code: 'PasswordHistoryPolicyViolationException' })
    // The code was sent before the move: with the same master key it passes.
    await laptop.call('VerifyUserAttribute', {
      AccessToken: laptop.accessToken,
      AttributeName: 'email',
      Code: code,
    })
    await expect(there.device('Laptop').signIn(alice, { as: 'alice@example.com' })).rejects.toMatchObject({
      code: 'UserNotFoundException',
    })
    await there.device('Laptop').signIn(alice, { as: 'new@example.com' })
  })

  test('a passkey signs in', async () => {
    await using pool = await userPool({
      pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
    })
    const alice = await pool.user('alice')
    const key = new Authenticator()
    await (await pool.signedIn(alice)).makePasskey(key)
    await using there = await moveTo(pool)
    const phone = there.device('Phone')
    expect(await phone.signIn(alice, { flow: 'choice', prefer: 'WEB_AUTHN' })).toAskFor('passkey')
    expect(await phone.showPasskey(key)).toAskFor('nothing')
  })

  test('whoever was locked out still is', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    for (let each = 0; each < 5; each += 1) {
      await expect(pool.device('Guesser').signIn({ ...alice, password: 'Wrong-1-wrong' })).rejects.toThrow()
    }
    await using there = await moveTo(pool)
    await expect(there.device('Laptop').signIn(alice)).rejects.toMatchObject({
      message: 'Password attempts exceeded',
    })
  })
})

describe('after a move, with the same master key', () => {
  test('a session that began before is refreshed', async () => {
    await using pool = await userPool(REQUIRED)
    const { laptop } = await remembered(pool)
    await using _there = await moveTo(pool, { masterKey: MASTER_KEY })
    const { AccessToken } = await laptop.refresh()
    expect(AccessToken).toBeDefined()
  })

  test('a refresh token that was rotated away is known for one', async () => {
    await using pool = await userPool({
      client: { RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 } },
    })
    const laptop = await pool.signedIn(await pool.user('alice'))
    const { RefreshToken } = laptop.tokens
    await laptop.refresh()
    await using _there = await moveTo(pool, { masterKey: MASTER_KEY })
    laptop.tokens = { ...laptop.tokens, RefreshToken }
    await expect(laptop.refresh()).rejects.toMatchObject({ code: 'RefreshTokenReuseException' })
  })
})

test('a pool that moved there and back is the same, to the last row', async () => {
  await using pool = await userPool(REQUIRED)
  await remembered(pool)
  await using there = await moveTo(pool)
  await using back = await moveTo(there)
  expect(await told(back)).toEqual(await told(pool))
})

/** What is in the export of a pool: how many rows of each table, and the hash of them all. */
async function told(pool: TestPool) {
  const { rows, sha256 } = await checkExport(Readable.from([await exported(pool)]), { exportKey: EXPORT_KEY })
  return { rows, sha256 }
}

test('another pool of the server stays where it is', async () => {
  await using pool = await userPool()
  const sibling = await pool.sibling()
  await sibling.user('bob')
  await using there = await moveTo(pool)
  const pools = await there.database.selectFrom('pools').select('pool_id').execute()
  expect(pools).toEqual([{ pool_id: pool.poolId }])
  expect(await there.database.selectFrom('users').selectAll().execute()).toEqual([])
})

test('a pool into which a file of users is being imported is not exported half', async () => {
  await using pool = await userPool()
  const job = { pool_id: pool.poolId, job_id: 'import-1', name: 'x', role_arn: 'x', status: 'InProgress' }
  await pool.database
    .insertInto('import_jobs')
    .values({
      ...job,
      upload_id: null,
      lines_done: 0,
      imported: 0,
      skipped: 0,
      failed: 0,
      completion_message: null,
      created_at: 0,
      started_at: 0,
      completed_at: null,
      progressed_at: 0,
    })
    .execute()
  await expect(exported(pool)).rejects.toThrow('wait until that job has ended')
})

test('a pool that was deleted comes back, also while somebody goes on guessing at names in it', async () => {
  await using pool = await userPool({ client: { PreventUserExistenceErrors: 'ENABLED' } })
  const alice = await pool.user('alice')
  const nobody = { ...alice, username: 'nobody' }
  const guess = () =>
    expect(pool.device('Guesser').signIn({ ...nobody, password: 'Wrong-1-wrong' })).rejects.toThrow()
  await pool.call('ForgotPassword', { ClientId: pool.client.clientId, Username: 'nobody' })
  await guess()
  const { database } = pool
  const attempts = () => database.selectFrom('attempts').selectAll().execute()
  const codes = () => database.selectFrom('simulated_codes').selectAll().execute()
  const before = { attempts: await attempts(), codes: await codes() }
  expect([before.attempts.length, before.codes.length]).toEqual([1, 1])
  const file = await exported(pool)
  await pool.call('DeleteUserPool', { UserPoolId: pool.poolId })
  expect([await attempts(), await codes()]).toEqual([[], []])

  // By requests that were under way, and read the pool before it went.
  await database.insertInto('attempts').values(before.attempts).execute()
  await database.insertInto('simulated_codes').values(before.codes).execute()
  const place = { database, keyring: pool.server.world.keyring }
  await importPool(place, Readable.from([file]), { exportKey: EXPORT_KEY })
  expect(await pool.device('Laptop').signIn(alice)).toAskFor('nothing')
})

test('the longest texts that users and operators may write do not keep a pool from being moved', async () => {
  await using pool = await userPool(REQUIRED)
  const { laptop } = await remembered(pool)
  const { accessToken: AccessToken } = laptop
  const longest = (length: number) => '🗝'.repeat(length / 2)
  await pool.call('CreateGroup', {
    UserPoolId: pool.poolId,
    GroupName: 'staff',
    Description: longest(2048),
  })
  const { SecretCode = '' } = await laptop.call('AssociateSoftwareToken', { AccessToken })
  const UserCode = codeAt(SecretCode, pool.clock.now())
  const FriendlyDeviceName = longest(131_072)
  await laptop.call('VerifySoftwareToken', { AccessToken, UserCode, FriendlyDeviceName })
  await using there = await moveTo(pool)
  const rows = await there.database.selectFrom('software_tokens').select('friendly_name').execute()
  // Not the texts themselves: nobody wants to read them when they differ.
  expect(rows.some(({ friendly_name }) => friendly_name === FriendlyDeviceName)).toBe(true)
})

test('the operators of a server do not move: a file of some would be a way into every pool of the other', async () => {
  await using pool = await userPool()
  await operator(pool, 'olga', 'admin')
  const place = { database: pool.database, keyring: pool.server.world.keyring }
  const options = { exportKey: EXPORT_KEY }
  const stay = /^The operators of a server do not move/
  const nowhere = new PassThrough()
  await expect(exportPool(place, OPERATORS_POOL, new Date(), nowhere, options)).rejects.toThrow(stay)
  // What somebody writes who has the key.
  const lines = [headLine({ poolId: OPERATORS_POOL, exportedAt: new Date(), rows: {}, sha256: '' }, 1)]
  const written = new PassThrough()
  const file = written.toArray()
  await pipeline(lines.map(Buffer.from), createDeflate(), sealing(EXPORT_KEY), written)
  const bytes = Buffer.concat(await file)
  await expect(checkExport(Readable.from([bytes]), options)).rejects.toThrow(stay)
  await expect(importPool(place, Readable.from([bytes]), options)).rejects.toThrow(stay)
})
