import { type Device, type TestPool, userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { prune } from '../server.js'

const VICTIM = 'victim@example.com'
const byMail = { pool: { AutoVerifiedAttributes: ['email' as const] } }

const signUp = (pool: TestPool, Username: string, email = VICTIM) =>
  pool.call('SignUp', {
    ClientId: pool.client.clientId,
    Username,
    Password: 'Correct-Horse-9',
    UserAttributes: [{ Name: 'email', Value: email }],
  })

const messages = async (pool: TestPool) => {
  const listed = await pool.server.world.stores.outbox.list({}, 999)
  return listed.flatMap(({ message }) => message ?? [])
}

const messagesToVictim = async (pool: TestPool) =>
  (await messages(pool)).filter(({ to }) => to.toLowerCase() === VICTIM).length

/** Uses up what may be sent to somebody else's address. */
async function flood(pool: TestPool): Promise<void> {
  for (let each = 0; each < 20; each += 1)
    await signUp(pool, `mallory-${each}`, each % 2 === 0 ? VICTIM : 'Victim@Example.com')
}

const tooMany = { code: 'LimitExceededException' }

describe('an address that nobody proved to own', () => {
  test('gets twenty codes an hour, however many accounts name it; then no account is made that would send one', async () => {
    await using pool = await userPool(byMail)
    await flood(pool)
    await expect(signUp(pool, 'mallory')).rejects.toMatchObject(tooMany)
    await expect(
      pool.call('AdminGetUser', { UserPoolId: pool.poolId, Username: 'mallory' }),
    ).rejects.toMatchObject({ code: 'UserNotFoundException' })
    const again = { ClientId: pool.client.clientId, Username: 'mallory-0' }
    await expect(pool.call('ResendConfirmationCode', again)).rejects.toMatchObject(tooMany)
    expect(await messagesToVictim(pool)).toBe(20)
    await signUp(pool, 'bob', 'bob@example.com')
    pool.clock.advance('1 hour')
    await signUp(pool, 'mallory')
  })

  test('gets no more codes from somebody who proves an address of their own in between', async () => {
    await using pool = await userPool(byMail)
    const laptop = await pool.signedIn(await pool.user('mallory', { attributes: {} }))
    const change = (email: string) =>
      pool.call('UpdateUserAttributes', {
        AccessToken: laptop.accessToken,
        UserAttributes: [{ Name: 'email', Value: email }],
      })
    const rounds = async () => {
      for (let round = 0; round < 30; round += 1) {
        await change(VICTIM)
        await prove(pool, laptop, () => change('mallory@example.com'))
      }
    }
    await expect(rounds()).rejects.toMatchObject({ code: 'TooManyRequestsException' })
    expect(await messagesToVictim(pool)).toBe(20)
  })

  test('is the way back into an account whose user proved to own it, whatever strangers sent there', async () => {
    await using pool = await userPool(byMail)
    await pool.user('victim', { attributes: { email: VICTIM, email_verified: 'true' } })
    await flood(pool)
    await pool.call('ForgotPassword', { ClientId: pool.client.clientId, Username: 'victim' })
    expect(await messagesToVictim(pool)).toBe(21)
  })
})

async function prove(pool: TestPool, { accessToken: AccessToken }: Device, ask: () => Promise<unknown>) {
  pool.clock.advance('1 second')
  await ask()
  const [latest] = await messages(pool)
  const Code = /\d{6}/.exec(latest?.body ?? '')?.[0] ?? ''
  await pool.call('VerifyUserAttribute', { AccessToken, AttributeName: 'email', Code })
}

test('a code that is refused is not counted', async () => {
  await using pool = await userPool(byMail)
  await signUp(pool, 'mallory')
  const again = { ClientId: pool.client.clientId, Username: 'mallory' }
  for (let each = 0; each < 4; each += 1) await pool.call('ResendConfirmationCode', again)
  for (let each = 0; each < 20; each += 1)
    await expect(pool.call('ResendConfirmationCode', again)).rejects.toMatchObject(tooMany)
  await signUp(pool, 'victim')
})

test('counts that are over leave the table, and nobody reads an address in it', async () => {
  await using pool = await userPool(byMail)
  await signUp(pool, 'mallory')
  const rows = () => pool.database.selectFrom('address_counts').selectAll().execute()
  expect(JSON.stringify(await rows())).not.toContain('victim')
  expect(await rows()).toHaveLength(1)
  pool.clock.advance('1 hour')
  await prune(pool.server.world)
  expect(await rows()).toEqual([])
})
