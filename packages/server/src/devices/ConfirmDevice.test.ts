import { deviceSecret, type TestPool, userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

/** A device with a key that it has not confirmed yet. */
async function issued(pool: TestPool, username = 'alice') {
  const device = pool.device('Firefox on a laptop')
  device.confirmsItself = false
  const { NewDeviceMetadata } = await device.enter(await pool.user(username))
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
    const { AccessToken, DeviceSecretVerifierConfig } = await issued(pool)
    const phone = pool.device('Phone')
    phone.confirmsItself = false
    const { NewDeviceMetadata } = await phone.enter({ ...(await pool.user('bob')) })
    const DeviceKey = NewDeviceMetadata?.DeviceKey ?? ''
    await expect(
      pool.call('ConfirmDevice', { AccessToken, DeviceKey, DeviceSecretVerifierConfig }),
    ).rejects.toMatchObject(invalid('Invalid device key given.'))
  })

  test('with a verifier or a salt that is no proof of anything is refused, and the key still waits', async () => {
    await using pool = await userPool({ remember: 'always' })
    const { DeviceGroupKey, ...request } = await issued(pool)
    const { Salt, PasswordVerifier } = request.DeviceSecretVerifierConfig
    const N = Buffer.from(PRIME, 'hex')
    const wrong = [
      ['', 'Invalid PasswordVerifier given.'],
      ['AA==', 'Invalid PasswordVerifier given.'],
      ['AQ==', 'Invalid PasswordVerifier given.'],
      [N.toString('base64'), 'Invalid PasswordVerifier given.'],
      [Buffer.concat([Buffer.of(1), N]).toString('base64'), 'Invalid PasswordVerifier given.'],
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

/** N of RFC 3526, group 15, written out here so that the server is not asked what its own limit is. */
const PRIME =
  'ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd' +
  'ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed' +
  'ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f' +
  '83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b' +
  'e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510' +
  '15728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7' +
  'abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864d87602733ec86a64521f2b18177b200c' +
  'bbe117577a615d6c770988c0bad946e208e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff'
