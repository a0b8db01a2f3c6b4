import { N } from '@latchkey/srp'
import { deviceSecret, type Person, type TestPool, userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

/** A device with a key that it has not confirmed yet. */
async function issued(pool: TestPool, who: Person | string = 'alice') {
  const device = pool.device('Firefox on a laptop')
  device.confirmsItself = false
  const { NewDeviceMetadata } = await device.enter(typeof who === 'string' ? await pool.user(who) : who)
  const { DeviceKey = '', DeviceGroupKey = '' } = NewDeviceMetadata ?? {}
  const { config } = await deviceSecret(DeviceGroupKey, DeviceKey)
  return { AccessToken: device.accessToken, DeviceKey, DeviceSecretVerifierConfig: config, DeviceGroupKey }
}

const invalid = (message: string) => ({ code: 'InvalidParameterException', message, status: 400 })

describe('ConfirmDevice', () => {
  test.each([
    { remember: 'always', asks: false, state: 'remembered' },
    { remember: 'opt-in', asks: true, state: 'not_remembered' },
  ] as const)('where the pool remembers $remember: UserConfirmationNecessary $asks', async (expected) => {
    await using pool = await userPool({ remember: expected.remember })
    const { DeviceGroupKey, ...request } = await issued(pool)
    expect(await pool.call('ConfirmDevice', request)).toEqual({ UserConfirmationNecessary: expected.asks })
    const { Device } = await pool.call('AdminGetDevice', {
      UserPoolId: pool.poolId,
      Username: 'alice',
      DeviceKey: request.DeviceKey,
    })
    expect(Device.DeviceAttributes).toContainEqual({
      Name: 'dev:device_remembered_status',
      Value: expected.state,
    })
    expect(Device.DeviceAttributes?.map(({ Name }) => Name)).not.toContain('device_name')
  })

  test('said again in the same words is answered again; with another secret the key exists', async () => {
    await using pool = await userPool({ remember: 'always' })
    const { DeviceGroupKey, ...request } = await issued(pool)
    const first = await pool.call('ConfirmDevice', request)
    expect(await pool.call('ConfirmDevice', request)).toEqual(first)

    const { config } = await deviceSecret(DeviceGroupKey, request.DeviceKey)
    await expect(
      pool.call('ConfirmDevice', { ...request, DeviceSecretVerifierConfig: config }),
    ).rejects.toMatchObject({
      code: 'DeviceKeyExistsException',
      message: 'The device key is confirmed already, with another secret.',
    })
  })

  test('said again by the device itself with another name, renames it; without a name it keeps the one it has', async () => {
    await using pool = await userPool({ remember: 'always' })
    const { DeviceGroupKey, ...request } = await issued(pool)
    const nameOf = async () => {
      const { Device } = await pool.call('GetDevice', request)
      return Device.DeviceAttributes?.find(({ Name }) => Name === 'device_name')?.Value
    }
    await pool.call('ConfirmDevice', { ...request, DeviceName: 'Firefox on Linux' })
    expect(await nameOf()).toBe('Firefox on Linux')
    await pool.call('ConfirmDevice', { ...request, DeviceName: 'Ann’s laptop' })
    expect(await nameOf()).toBe('Ann’s laptop')
    await pool.call('ConfirmDevice', request)
    expect(await nameOf()).toBe('Ann’s laptop')

    const { config } = await deviceSecret(DeviceGroupKey, request.DeviceKey)
    const forged = { ...request, DeviceSecretVerifierConfig: config, DeviceName: 'Mine now' }
    await expect(pool.call('ConfirmDevice', forged)).rejects.toMatchObject({
      code: 'DeviceKeyExistsException',
    })
    expect(await nameOf()).toBe('Ann’s laptop')
  })

  test('a forgotten device is not renamed', async () => {
    await using pool = await userPool({ remember: 'always' })
    const { DeviceGroupKey, ...request } = await issued(pool)
    await pool.call('ConfirmDevice', request)
    await pool.call('ForgetDevice', request)
    await expect(pool.call('ConfirmDevice', { ...request, DeviceName: 'Ghost' })).rejects.toMatchObject(
      invalid('Invalid device key given.'),
    )
  })

  test('of a key that was not issued with this access token: Invalid device key given.', async () => {
    await using pool = await userPool({ remember: 'always' })
    const mine = await issued(pool, 'alice')
    const theirs = await issued(pool, 'bob')
    const unknown = 'local_00000000-0000-4000-8000-000000000000'
    for (const DeviceKey of [theirs.DeviceKey, unknown]) {
      const { AccessToken, DeviceSecretVerifierConfig } = mine
      await expect(
        pool.call('ConfirmDevice', { AccessToken, DeviceKey, DeviceSecretVerifierConfig }),
      ).rejects.toMatchObject(invalid('Invalid device key given.'))
    }
  })

  test('of a key of the same user, from another sign-in: Invalid device key given.', async () => {
    await using pool = await userPool({ remember: 'always' })
    const alice = await pool.user('alice')
    const laptop = await pool.signedIn(alice)
    const { AccessToken, DeviceSecretVerifierConfig } = await issued(pool, alice)
    await expect(
      pool.call('ConfirmDevice', { AccessToken, DeviceKey: laptop.key, DeviceSecretVerifierConfig }),
    ).rejects.toMatchObject(invalid('Invalid device key given.'))
  })

  test('with a verifier or a salt that is no proof of anything is refused, and the key still waits', async () => {
    await using pool = await userPool({ remember: 'always' })
    const { DeviceGroupKey, ...request } = await issued(pool)
    const { Salt, PasswordVerifier } = request.DeviceSecretVerifierConfig
    const prime = Buffer.from(N.toString(16), 'hex')
    const wrong = [
      ['', 'Invalid PasswordVerifier given.'],
      ['AA==', 'Invalid PasswordVerifier given.'],
      ['AQ==', 'Invalid PasswordVerifier given.'],
      [prime.toString('base64'), 'Invalid PasswordVerifier given.'],
      [Buffer.concat([Buffer.of(1), prime]).toString('base64'), 'Invalid PasswordVerifier given.'],
      ['not base64!', 'Invalid PasswordVerifier given.'],
      ['A'.repeat(131_072), 'Invalid PasswordVerifier given.'],
    ] as const
    for (const [verifier, message] of wrong) {
      const DeviceSecretVerifierConfig = { Salt, PasswordVerifier: verifier }
      await expect(
        pool.call('ConfirmDevice', { ...request, DeviceSecretVerifierConfig }),
      ).rejects.toMatchObject(invalid(message))
    }
    for (const salt of ['', 'AA==', '?', 'A'.repeat(1000)]) {
      const DeviceSecretVerifierConfig = { Salt: salt, PasswordVerifier }
      await expect(
        pool.call('ConfirmDevice', { ...request, DeviceSecretVerifierConfig }),
      ).rejects.toMatchObject(invalid('Invalid Salt given.'))
    }
    expect(await pool.call('ConfirmDevice', request)).toEqual({ UserConfirmationNecessary: false })
  })

  test('without a verifier or a salt is refused: such a device could never prove itself', async () => {
    await using pool = await userPool({ remember: 'always' })
    const { AccessToken, DeviceKey, DeviceSecretVerifierConfig } = await issued(pool)
    const { Salt, PasswordVerifier } = DeviceSecretVerifierConfig
    const name = 'Missing required parameter DeviceSecretVerifierConfig'
    await expect(pool.call('ConfirmDevice', { AccessToken, DeviceKey })).rejects.toMatchObject(
      invalid(`${name}.PasswordVerifier`),
    )
    await expect(
      pool.call('ConfirmDevice', {
        AccessToken,
        DeviceKey,
        DeviceSecretVerifierConfig: { PasswordVerifier },
      }),
    ).rejects.toMatchObject(invalid(`${name}.Salt`))
    await expect(
      pool.call('ConfirmDevice', { AccessToken, DeviceKey, DeviceSecretVerifierConfig: { Salt } }),
    ).rejects.toMatchObject(invalid(`${name}.PasswordVerifier`))
  })

  test('in a pool without tracking says what is missing', async () => {
    await using pool = await userPool({ remember: 'always' })
    const { DeviceGroupKey, ...request } = await issued(pool)
    await pool.change({ remember: 'off' })
    await expect(pool.call('ConfirmDevice', request)).rejects.toMatchObject({
      code: 'InvalidUserPoolConfigurationException',
      message: 'Device tracking is not enabled for this user pool: its DeviceConfiguration is not set.',
    })
  })

  test('of two at once with different secrets, one registers', async () => {
    await using pool = await userPool({ remember: 'always' })
    const { DeviceGroupKey, ...request } = await issued(pool)
    const { config } = await deviceSecret(DeviceGroupKey, request.DeviceKey)
    const both = await Promise.allSettled([
      pool.call('ConfirmDevice', request),
      pool.call('ConfirmDevice', { ...request, DeviceSecretVerifierConfig: config }),
    ])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })
})
