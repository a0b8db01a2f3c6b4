import '@latchkey/testing/matchers'
import { type Person, type TestPool, userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

const used = {
  code: 'PasswordHistoryPolicyViolationException',
  message: 'Password has previously been used.',
}
const remembering = (PasswordHistorySize: number) => ({
  pool: { Policies: { PasswordPolicy: { PasswordHistorySize } } },
})

const FIRST = 'Correct-horse-1'
const [SECOND, THIRD, FOURTH] = ['Correct-horse-2', 'Correct-horse-3', 'Correct-horse-4'] as const

/** Somebody who changes the password, and knows the last one. */
async function changing(pool: TestPool) {
  const who: Person = await pool.user('alice', { password: FIRST })
  const { accessToken: AccessToken } = await pool.signedIn(who)
  return async (ProposedPassword: string) => {
    await pool.call('ChangePassword', { AccessToken, PreviousPassword: who.password, ProposedPassword })
    who.password = ProposedPassword
    pool.clock.advance('1 second')
  }
}

const named = (pool: TestPool) => ({ UserPoolId: pool.poolId, Username: 'alice' })

const rememberedIn = (pool: TestPool) => pool.database.selectFrom('former_passwords').selectAll().execute()

describe('a pool that remembers two passwords', () => {
  test('refuses the current one and the two before it, and takes the one before those', async () => {
    await using pool = await userPool(remembering(2))
    const change = await changing(pool)
    for (const next of [SECOND, THIRD]) await change(next)
    for (const former of [FIRST, SECOND, THIRD]) await expect(change(former)).rejects.toMatchObject(used)
    await change(FOURTH)
    await change(FIRST)
    for (const former of [THIRD, FOURTH]) await expect(change(former)).rejects.toMatchObject(used)
    await change(SECOND)
  })

  test('keeps no more than it needs, and nothing of a user who is gone', async () => {
    await using pool = await userPool(remembering(2))
    const change = await changing(pool)
    for (const next of [SECOND, THIRD, FOURTH]) await change(next)
    expect(await rememberedIn(pool)).toHaveLength(2)
    await pool.call('AdminDeleteUser', named(pool))
    expect(await rememberedIn(pool)).toEqual([])
  })

  test('refuses a former one from an operator, unless it is a temporary one', async () => {
    await using pool = await userPool(remembering(2))
    await (await changing(pool))(SECOND)
    const set = (Password: string, Permanent: boolean) =>
      pool.call('AdminSetUserPassword', { ...named(pool), Password, Permanent })
    await expect(set(FIRST, true)).rejects.toMatchObject(used)
    await expect(set(SECOND, true)).rejects.toMatchObject(used)
    await set(FIRST, false)
    await set(THIRD, true)
  })

  test('refuses a former one in the place of a temporary one', async () => {
    await using pool = await userPool(remembering(2))
    await changing(pool)
    await pool.call('AdminSetUserPassword', { ...named(pool), Password: 'Temporary-1', Permanent: false })
    const laptop = pool.device('Laptop')
    await laptop.signIn({ username: 'alice', password: 'Temporary-1' })
    await expect(laptop.answer(FIRST)).rejects.toMatchObject(used)
    expect(await laptop.answer(SECOND)).toAskFor('nothing')
  })

  test('remembers once what is replaced many times at once', async () => {
    await using pool = await userPool(remembering(24))
    const who = await pool.user('alice', { password: FIRST })
    const { accessToken: AccessToken } = await pool.signedIn(who)
    const attempts = Array.from({ length: 10 }, (_, each) =>
      pool.call('ChangePassword', {
        AccessToken,
        PreviousPassword: FIRST,
        ProposedPassword: `Better-horse-${each}`,
      }),
    )
    const settled = await Promise.allSettled(attempts)
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await rememberedIn(pool)).toHaveLength(1)
  })
})

test('a pool that remembers none takes any, and keeps none', async () => {
  await using pool = await userPool()
  const change = await changing(pool)
  for (const next of [SECOND, FIRST, FIRST]) await change(next)
  expect(await rememberedIn(pool)).toEqual([])
})

test('a new invitation begins the days of a temporary password anew', async () => {
  await using pool = await userPool()
  await pool.call('AdminCreateUser', { ...named(pool), TemporaryPassword: FIRST, MessageAction: 'SUPPRESS' })
  pool.clock.advance('7 days')
  const signIn = (password: string) => pool.device('Laptop').signIn({ username: 'alice', password })
  await expect(signIn(FIRST)).rejects.toMatchObject({
    code: 'NotAuthorizedException',
    message: 'Temporary password has expired and must be reset by an administrator.',
  })
  await pool.call('AdminCreateUser', { ...named(pool), TemporaryPassword: SECOND, MessageAction: 'RESEND' })
  pool.clock.advance('6 days 23 hours')
  expect(await signIn(SECOND)).toAskFor('new password')
})
