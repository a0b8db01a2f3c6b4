import {
  call,
  claim,
  codeAt,
  Device,
  MASTER_KEY,
  srpA,
  type TestPool,
  testClock,
  userIdentity,
  userPool,
  type Wire,
} from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { SILENCE_MILLISECONDS } from './imports/import-job.js'
import { LEASE_MILLISECONDS } from './messages/outbox.js'
import { createServer } from './server.js'

/** The clock of a server jumps an hour ahead and is put back, and clocks of nodes differ. */

const rotating = {
  client: {
    RefreshTokenRotation: { Feature: 'ENABLED' as const, RetryGracePeriodSeconds: 30 },
    EnableTokenRevocation: true,
  },
}

async function guessWrong(pool: TestPool, times: number): Promise<void> {
  const stranger = pool.device('a stranger')
  for (let count = 0; count < times; count += 1)
    await stranger
      .signIn({ username: 'alice', password: 'Wrong-Horse-9' }, { flow: 'password' })
      .catch(() => {})
}

describe('after a clock was an hour ahead, and was put back', () => {
  test('a sign-in that is under way goes on, devices prove themselves and tokens pass', async () => {
    await using pool = await userPool({ remember: 'always' })
    const alice = await pool.user('alice')
    pool.clock.advance('1 hour')
    const laptop = await pool.signedIn(alice)
    const phone = pool.device('phone')
    const ephemeral = await srpA()
    const begun = await phone.begin('USER_SRP_AUTH', { USERNAME: 'alice', SRP_A: ephemeral.SRP_A })
    pool.clock.turnBack('1 hour')
    const { ChallengeParameters: challenge = {}, Session } = begun
    const proof = await claim({
      identity: userIdentity(pool.poolId, 'alice'),
      secret: alice.password,
      ephemeral,
      challenge,
      at: pool.clock.now(),
    })
    const answer = await phone.respond('PASSWORD_VERIFIER', { USERNAME: 'alice', ...proof }, Session)
    expect(answer.AuthenticationResult).toBeDefined()

    expect(await laptop.fetchDevices()).toHaveLength(1)
    await laptop.refresh()
    await laptop.enter(alice)
    expect(laptop.walk).toContain('DEVICE_PASSWORD_VERIFIER')
    const [device] = await laptop.fetchDevices()
    expect(device?.DeviceLastAuthenticatedDate).toBe(pool.clock.now().getTime() / 1000)
  })

  test('nobody is locked out for longer than the rule', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    pool.clock.advance('1 hour')
    await guessWrong(pool, 5)
    await expect(pool.signedIn(alice)).rejects.toThrow('Password attempts exceeded')
    pool.clock.turnBack('1 hour')
    await pool.signedIn(alice)
  })

  test('strangers are locked out all the same: what they guessed still counts', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    pool.clock.advance('1 hour')
    await guessWrong(pool, 5)
    pool.clock.turnBack('1 hour')
    await guessWrong(pool, 1)
    await expect(pool.signedIn(alice)).rejects.toThrow('Password attempts exceeded')
    pool.clock.advance('2 seconds')
    await pool.signedIn(alice)
  })

  test('codes of an authenticator app pass, each once', async () => {
    await using pool = await userPool({ mfa: 'optional' })
    const alice = await pool.user('alice', { totp: true })
    pool.clock.advance('1 hour')
    await pool.signedIn(alice)
    pool.clock.turnBack('1 hour')
    const code = codeAt(alice.totpSecret ?? '', pool.clock.now())
    const phone = pool.device('phone')
    await phone.signIn(alice)
    expect(await phone.answer(code)).toMatchObject({ asks: 'nothing' })
    await phone.signIn(alice)
    await expect(phone.answer(code)).rejects.toMatchObject({ code: 'ExpiredCodeException' })
  })

  test('codes are sent again', async () => {
    await using pool = await userPool({ pool: { AutoVerifiedAttributes: ['email'] } })
    await pool.user('alice', { attributes: { email: 'alice@example.com', email_verified: 'true' } })
    const ask = () => pool.call('ForgotPassword', { ClientId: pool.client.clientId, Username: 'alice' })
    pool.clock.advance('1 hour')
    for (let count = 0; count < 5; count += 1) await ask()
    await expect(ask()).rejects.toMatchObject({ code: 'LimitExceededException' })
    pool.clock.turnBack('1 hour')
    await ask()
  })

  test('a refresh token that was replaced in that hour has no longer grace than others', async () => {
    await using pool = await userPool(rotating)
    const laptop = await pool.signedIn(await pool.user('alice'))
    const { refreshToken: replaced } = laptop
    pool.clock.advance('1 hour')
    await laptop.refresh()
    pool.clock.turnBack('1 hour')
    await laptop.refresh()
    laptop.tokens.RefreshToken = replaced
    await expect(laptop.refresh()).rejects.toMatchObject({ code: 'RefreshTokenReuseException' })
  })

  test('messages that were written or tried in that hour are sent now', async () => {
    await using pool = await userPool()
    const { outbox } = pool.server.world.stores
    const alice = { poolId: pool.poolId, userId: (await pool.user('alice')).userId }
    const message = { medium: 'EMAIL' as const, to: 'alice@example.com', subject: '', body: 'hello' }
    const soon = () => new Date(pool.clock.now().getTime() + LEASE_MILLISECONDS)
    pool.clock.advance('1 hour')
    for (const id of ['written', 'cut off']) await outbox.put(alice, id, message, pool.clock.now())
    // Whoever has it is gone.
    const claimed = await outbox.claim('EMAIL', pool.clock.now(), soon())
    pool.clock.turnBack('1 hour')
    expect(await outbox.claim('EMAIL', pool.clock.now(), soon())).toBeUndefined()
    await outbox.hasten('EMAIL', pool.clock.now())
    const again = [1, 2].map(() => outbox.claim('EMAIL', pool.clock.now(), soon()))
    const ids = (await Promise.all(again)).map((letter) => letter?.messageId)
    expect(ids.sort()).toEqual(['cut off', 'written'])
    expect(claimed && (await outbox.postpone(claimed, soon(), 'late'))).toBe(false)
    // What somebody has just taken is left to them.
    await outbox.hasten('EMAIL', pool.clock.now())
    expect(await outbox.claim('EMAIL', pool.clock.now(), soon())).toBeUndefined()
  })

  test('a user import that a node left in that hour is taken over', async () => {
    await using pool = await userPool()
    const { importJobs } = pool.server.world.stores
    const key = { poolId: pool.poolId, jobId: 'import-ABCDEFGHIJ' }
    await importJobs.insert({ ...key, name: 'staff', roleArn: 'arn' }, pool.clock.now())
    await importJobs.useUpload(key, 'upload')
    await importJobs.start(key, pool.clock.now())
    const waiting = () => importJobs.waiting(pool.clock.now(), SILENCE_MILLISECONDS)
    pool.clock.advance('1 hour')
    for (const job of await waiting()) await importJobs.take(job, pool.clock.now())
    expect(await waiting()).toEqual([])
    pool.clock.turnBack('1 hour')
    expect(await waiting()).toMatchObject([key])
    for (const job of await waiting()) expect(await importJobs.take(job, pool.clock.now())).toBe(true)
    expect(await waiting()).toEqual([])
  })
})

test('while a clock is an hour ahead, signed requests are refused in words that tell so, and pass again afterwards', async () => {
  await using pool = await userPool()
  const right = testClock()
  const wire: Wire = { ...pool.wire, now: right.now }
  pool.clock.advance('1 hour')
  await expect(call(wire, 'ListUserPools', { MaxResults: 1 })).rejects.toThrow('Signature expired')
  pool.clock.turnBack('1 hour')
  await call(wire, 'ListUserPools', { MaxResults: 1 })
})

test.each(['30 seconds', '2 minutes'])(
  'nodes whose clocks are %s apart answer one sign-in in turns',
  async (apart) => {
    await using pool = await userPool({ remember: 'always', mfa: 'optional' })
    const alice = await pool.user('alice')
    const ahead = testClock()
    ahead.advance(apart)
    const other = await createServer({
      database: pool.database,
      masterKey: MASTER_KEY,
      publicUrl: 'http://127.0.0.1:9229',
      development: true,
      clock: ahead,
      cores: 1,
    })
    try {
      const nodes = [pool.server, other]
      let turn = 0
      const wire: Wire = {
        ...pool.wire,
        fetch(request) {
          turn += 1
          return nodes[turn % 2]?.fetch(request) ?? pool.wire.fetch(request)
        },
      }
      const laptop = new Device(wire, pool.poolId, pool.client, 'laptop')
      for (let times = 0; times < 3; times += 1) {
        // Whoever begins, it is the other one that answers next.
        turn = times
        await laptop.enter(alice)
        expect(await laptop.fetchDevices()).toHaveLength(1)
        await laptop.refresh()
        await laptop.refresh()
      }
      expect(laptop.walk).toContain('DEVICE_PASSWORD_VERIFIER')
    } finally {
      await other.close()
    }
  },
)
