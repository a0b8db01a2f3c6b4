import { userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'

test('AdminGetDevice shows everything, dev: attributes too, in the order of the service', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  const { poolId } = pool
  const noon = Date.parse('2026-03-11T12:00:00Z') / 1000
  const owner = `alice.${poolId}`
  for (const Username of ['alice', alice.userId]) {
    expect(
      await pool.call('AdminGetDevice', { UserPoolId: poolId, Username, DeviceKey: laptop.key }),
    ).toEqual({
      Device: {
        DeviceKey: laptop.key,
        DeviceAttributes: [
          { Name: 'device_status', Value: 'valid' },
          { Name: 'device_name', Value: 'Firefox on a laptop' },
          {
            Name: 'dev:device_arn',
            Value: `arn:aws:cognito-idp:local:000000000000:owner/${owner}/device/${laptop.key}`,
          },
          { Name: 'dev:device_owner', Value: owner },
          { Name: 'last_ip_used', Value: '192.0.2.1' },
          { Name: 'dev:device_remembered_status', Value: 'not_remembered' },
          { Name: 'dev:device_sdk', Value: 'latchkey-testing' },
        ],
        DeviceCreateDate: noon,
        DeviceLastModifiedDate: noon,
        DeviceLastAuthenticatedDate: noon,
      },
    })
  }
})

test('AdminGetDevice of an unknown user, pool or device is a resource that is not found', async () => {
  await using pool = await userPool({ remember: 'always' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  await pool.user('bob')
  const right = { UserPoolId: pool.poolId, Username: 'alice', DeviceKey: laptop.key }
  const wrong = [
    [{ Username: 'nobody' }, 'User does not exist.'],
    [{ UserPoolId: 'local_Nowhere' }, 'User pool local_Nowhere does not exist.'],
    [{ Username: 'bob' }, 'Device does not exist.'],
    [{ DeviceKey: 'local_00000000' }, 'Device does not exist.'],
  ] as const
  for (const [change, message] of wrong) {
    await expect(pool.call('AdminGetDevice', { ...right, ...change })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message,
    })
  }
})
