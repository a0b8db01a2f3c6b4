import '@latchkey/testing/matchers'
import { type Person, type TestPool, userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

const wrong = { code: 'NotAuthorizedException', message: 'Incorrect username or password.' }
const locked = { code: 'NotAuthorizedException', message: 'Password attempts exceeded' }

type Name = Pick<Person, 'username'>

async function guess(
  pool: TestPool,
  { username }: Name,
  times: number,
  flow: 'srp' | 'password' = 'password',
) {
  for (let each = 0; each < times; each += 1) {
    const attempt = pool.device('A guesser').signIn({ username, password: `Guess-${each}-nr` }, { flow })
    await expect(attempt).rejects.toMatchObject(wrong)
  }
}

const signIn = (pool: TestPool, who: Pick<Person, 'username' | 'password'>) =>
  pool.device('Laptop').signIn(who)

describe('wrong passwords', () => {
  test.each(['srp', 'password'] as const)(
    'by %s: five are free, then even the right one waits a second',
    async (flow) => {
      await using pool = await userPool()
      const alice = await pool.user('alice')
      await guess(pool, alice, 5, flow)
      await expect(signIn(pool, alice)).rejects.toMatchObject(locked)
      await expect(pool.device('Phone').signIn(alice, { flow: 'operator' })).rejects.toMatchObject(locked)
      pool.clock.advance('1 second')
      expect(await signIn(pool, alice)).toAskFor('nothing')
    },
  )

  test('lock twice as long each time', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    await guess(pool, alice, 5)
    for (const seconds of [1, 2, 4, 8, 16]) {
      pool.clock.advance(`${seconds * 1000 - 1} milliseconds`)
      await expect(signIn(pool, alice)).rejects.toMatchObject(locked)
      pool.clock.advance('1 millisecond')
      await guess(pool, alice, 1)
    }
  })

  test('are forgotten by a full sign-in', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    await guess(pool, alice, 4)
    await signIn(pool, alice)
    await guess(pool, alice, 4)
    expect(await signIn(pool, alice)).toAskFor('nothing')
  })

  test('are not forgotten by a right password alone, where a code is asked for', async () => {
    await using pool = await userPool({ mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    await guess(pool, alice, 4)
    expect(await signIn(pool, alice)).toAskFor('totp')
    await guess(pool, alice, 1)
    await expect(signIn(pool, alice)).rejects.toMatchObject(locked)
  })

  test('are forgotten after fifteen quiet minutes', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    await guess(pool, alice, 4)
    pool.clock.advance('15 minutes 1 second')
    await guess(pool, alice, 4)
    expect(await signIn(pool, alice)).toAskFor('nothing')
  })

  test('of one user lock nobody else', async () => {
    await using pool = await userPool()
    await guess(pool, await pool.user('alice'), 5)
    expect(await signIn(pool, await pool.user('bob'))).toAskFor('nothing')
  })

  test('of a name that nobody has lock it alike, so that it tells nothing', async () => {
    await using pool = await userPool({ client: { PreventUserExistenceErrors: 'ENABLED' } })
    const nobody = { username: 'nobody', password: 'Whatever-7' }
    await guess(pool, nobody, 5)
    await expect(signIn(pool, nobody)).rejects.toMatchObject(locked)
    pool.clock.advance('1 second')
    await expect(signIn(pool, nobody)).rejects.toMatchObject(wrong)
  })

  test('sent at once are no more guesses: of thirty, five are told that they are wrong', async () => {
    await using pool = await userPool()
    await pool.user('alice')
    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, (_, each) =>
        pool
          .device('A guesser')
          .signIn({ username: 'alice', password: `Guess-${each}-nr` }, { flow: 'password' }),
      ),
    )
    expect(answers(outcomes)).toEqual({ [wrong.message]: 5, [locked.message]: 25 })
    const attempts = await pool.database.selectFrom('attempts').select('failures').execute()
    expect(attempts).toEqual([{ failures: 5 }])
  })
})

describe('wrong codes', () => {
  const mismatch = { code: 'CodeMismatchException', message: 'Invalid code received for user' }

  test('are counted together with wrong passwords', async () => {
    await using pool = await userPool({ mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = pool.device('Laptop')
    const right = alice.code()
    await guess(pool, alice, 3)
    await laptop.signIn(alice)
    for (const code of ['000000', 'abcdef']) await expect(laptop.answer(code)).rejects.toMatchObject(mismatch)
    await expect(laptop.answer(right)).rejects.toMatchObject(locked)
    await expect(signIn(pool, alice)).rejects.toMatchObject(locked)
    pool.clock.advance('1 second')
    expect(await laptop.answer(right)).toAskFor('nothing')
  })

  test('may be followed by a right one with the same Session', async () => {
    await using pool = await userPool({ mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    await expect(laptop.answer('000000')).rejects.toMatchObject(mismatch)
    expect(await laptop.answer(alice.code())).toAskFor('nothing')
  })

  test('are forgotten by the sign-in that ends well', async () => {
    await using pool = await userPool({ mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    for (let each = 0; each < 4; each += 1) await expect(laptop.answer('000000')).rejects.toThrow()
    await laptop.answer(alice.code())
    await guess(pool, alice, 4)
    expect(await signIn(pool, alice)).toAskFor('totp')
  })

  test('sent at once are no more guesses: of thirty, five are told that they are wrong', async () => {
    await using pool = await userPool({ mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = pool.device('Laptop')
    const SOFTWARE_TOKEN_MFA_CODE = alice.code()
    pool.clock.advance('10 minutes')
    await laptop.signIn(alice)
    const { session } = laptop.open
    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, () =>
        laptop.respond('SOFTWARE_TOKEN_MFA', { USERNAME: 'alice', SOFTWARE_TOKEN_MFA_CODE }, session),
      ),
    )
    expect(answers(outcomes)).toEqual({ [mismatch.message]: 5, [locked.message]: 25 })
  })
})

/** How often each refusal was answered. */
function answers(outcomes: PromiseSettledResult<unknown>[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const outcome of outcomes) {
    const answer = outcome.status === 'rejected' ? String(outcome.reason.message) : 'signed in'
    counts[answer] = (counts[answer] ?? 0) + 1
  }
  return counts
}
