import { userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'

const refusals = (settled: PromiseSettledResult<unknown>[]) =>
  settled.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))

const lengths = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17]

test('updates of a pool at the same moment are applied whole, or told to come again', async () => {
  await using pool = await userPool()
  const { poolId: UserPoolId } = pool
  const settled = await Promise.allSettled(
    lengths.map((MinimumLength) =>
      pool.call('UpdateUserPool', {
        UserPoolId,
        PoolName: `pool ${MinimumLength}`,
        Policies: { PasswordPolicy: { MinimumLength } },
      }),
    ),
  )
  const passed = lengths.filter((_length, at) => settled[at]?.status === 'fulfilled')
  expect(passed).not.toEqual([])
  expect(new Set(refusals(settled))).toEqual(new Set(['ConcurrentModificationException']))
  const { UserPool } = await pool.call('DescribeUserPool', { UserPoolId })
  const length = UserPool?.Policies?.PasswordPolicy?.MinimumLength ?? 0
  expect(passed).toContain(length)
  expect(UserPool?.Name).toBe(`pool ${length}`)
})

test('updates of a client at the same moment are applied whole, or told to come again', async () => {
  await using pool = await userPool()
  const named = { UserPoolId: pool.poolId, ClientId: pool.client.clientId }
  const settled = await Promise.allSettled(
    lengths.map((AuthSessionValidity) =>
      pool.call('UpdateUserPoolClient', {
        ...named,
        ClientName: `client ${AuthSessionValidity}`,
        AuthSessionValidity: Math.min(AuthSessionValidity, 15),
      }),
    ),
  )
  expect(settled.some(({ status }) => status === 'fulfilled')).toBe(true)
  expect(new Set(refusals(settled))).toEqual(new Set(['ConcurrentModificationException']))
  const { UserPoolClient } = await pool.call('DescribeUserPoolClient', named)
  const at = lengths.findIndex((length) => UserPoolClient?.ClientName === `client ${length}`)
  expect(settled[at]?.status).toBe('fulfilled')
  expect(UserPoolClient?.AuthSessionValidity).toBe(Math.min(lengths[at] ?? 0, 15))
})

test('a change of the second factors at the moment of an update loses neither', async () => {
  await using pool = await userPool({ mfa: 'optional' })
  const { poolId: UserPoolId } = pool
  const [update, factors] = await Promise.allSettled([
    pool.call('UpdateUserPool', { UserPoolId, PoolName: 'another name', MfaConfiguration: 'OPTIONAL' }),
    pool.call('SetUserPoolMfaConfig', { UserPoolId, EmailMfaConfiguration: {} }),
  ])
  expect([update?.status, factors?.status]).toContain('fulfilled')
  const { UserPool } = await pool.call('DescribeUserPool', { UserPoolId })
  const { EmailMfaConfiguration } = await pool.call('GetUserPoolMfaConfig', { UserPoolId })
  expect(UserPool?.Name === 'another name').toBe(update?.status === 'fulfilled')
  expect(EmailMfaConfiguration !== undefined).toBe(factors?.status === 'fulfilled')
})
