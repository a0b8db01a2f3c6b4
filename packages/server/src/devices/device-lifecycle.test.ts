import '@latchkey/testing/matchers'
import { claimsIn, type Device, deviceSecret, type Remember, userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

test('a new device is asked for a second factor, a remembered one is not, a forgotten one is again', async () => {
  await using pool = await userPool({ remember: 'opt-in', mfa: 'required' })
  const alice = await pool.user('alice', { totp: true })
  const laptop = pool.device('Firefox on a laptop')

  expect(await laptop.signIn(alice)).toAskFor('totp')
  await laptop.answer(alice.code())
  await laptop.rememberDevice()
  expect(await laptop.signIn(alice)).toAskFor('nothing')
  await laptop.forgetDevice()
  expect(await laptop.signIn(alice)).toAskFor('totp')
})

test('a device that is no longer remembered is asked for a second factor again', async () => {
  await using pool = await userPool({ remember: 'always', mfa: 'required' })
  const alice = await pool.user('alice', { totp: true })
  const laptop = await pool.signedIn(alice)

  expect(await laptop.signIn(alice)).toAskFor('nothing')
  await laptop.doNotRemember()
  expect(await laptop.signIn(alice)).toAskFor('totp')
})

describe('DeviceConfiguration', () => {
  type Case = { remember: Remember; replaces: boolean; mfa: 'off' | 'required'; walk: string[] }
  const first = ['USER_SRP_AUTH', 'PASSWORD_VERIFIER']
  const device = ['DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER']
  const totp = 'SOFTWARE_TOKEN_MFA'
  const cases: Case[] = [
    { remember: 'off', replaces: true, mfa: 'off', walk: first },
    { remember: 'off', replaces: true, mfa: 'required', walk: [...first, totp] },
    { remember: 'always', replaces: false, mfa: 'off', walk: [...first, ...device] },
    { remember: 'always', replaces: true, mfa: 'off', walk: [...first, ...device] },
    { remember: 'always', replaces: false, mfa: 'required', walk: [...first, totp, ...device] },
    { remember: 'always', replaces: true, mfa: 'required', walk: [...first, ...device] },
    { remember: 'opt-in', replaces: false, mfa: 'off', walk: first },
    { remember: 'opt-in', replaces: true, mfa: 'off', walk: first },
    { remember: 'opt-in', replaces: false, mfa: 'required', walk: [...first, totp] },
    { remember: 'opt-in', replaces: true, mfa: 'required', walk: [...first, totp] },
  ]

  test.each(cases)(
    'remember $remember, replaces MFA $replaces, MFA $mfa: the second sign-in takes $walk',
    async ({ remember, replaces, mfa, walk }) => {
      await using pool = await userPool({ remember, devicesReplaceMfa: replaces, mfa })
      const alice = await pool.user('alice', { totp: true })
      const laptop = await pool.signedIn(alice)
      expect(laptop.walk.includes('ConfirmDevice')).toBe(remember !== 'off')

      await laptop.enter(alice)
      expect(laptop.walk).toEqual(walk)
    },
  )

  test.each([
    { replaces: false, walk: [...first, totp, ...device] },
    { replaces: true, walk: [...first, ...device] },
  ])(
    'opt-in, replaces MFA $replaces: once remembered, the sign-in takes $walk',
    async ({ replaces, walk }) => {
      await using pool = await userPool({ remember: 'opt-in', devicesReplaceMfa: replaces, mfa: 'required' })
      const alice = await pool.user('alice', { totp: true })
      const laptop = await pool.signedIn(alice)
      await laptop.rememberDevice()

      await laptop.enter(alice)
      expect(laptop.walk).toEqual(walk)
    },
  )

  test('with a single false in it switches tracking on; without it nothing is tracked', async () => {
    await using pool = await userPool({
      pool: { DeviceConfiguration: { ChallengeRequiredOnNewDevice: false } },
    })
    const alice = await pool.user('alice')
    expect((await pool.device('Phone').signIn(alice)).result?.NewDeviceMetadata).toBeDefined()

    await pool.change({ remember: 'off' })
    expect((await pool.device('Phone').signIn(alice)).result).not.toHaveProperty('NewDeviceMetadata')
  })

  test('switched off later, device keys mean nothing any more', async () => {
    await using pool = await userPool({ remember: 'always', mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = await pool.signedIn(alice)
    await pool.change({ remember: 'off', mfa: 'required' })

    expect(await laptop.signIn(alice)).toAskFor('totp')
    const { result } = await laptop.answer(alice.code())
    expect(result).not.toHaveProperty('NewDeviceMetadata')
    expect(laptop.claims).not.toHaveProperty('device_key')
  })
})

describe('a device key', () => {
  test('is given to every sign-in that shows none', async () => {
    await using pool = await userPool({ remember: 'opt-in' })
    const alice = await pool.user('alice')
    const [laptop, phone] = [await pool.signedIn(alice), await pool.signedIn(alice)]
    expect(laptop.key).toMatch(/^local_[0-9a-f-]{36}$/)
    expect(laptop.keys.deviceGroupKey).toMatch(/^-[0-9A-Za-z]{8}$/)
    expect(phone.key).not.toBe(laptop.key)
  })

  test('stays with a device that is not remembered, which gets no new one', async () => {
    await using pool = await userPool({ remember: 'opt-in', mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = await pool.signedIn(alice)
    const { key } = laptop

    const result = await laptop.enter(alice)
    expect(result).not.toHaveProperty('NewDeviceMetadata')
    expect(laptop.key).toBe(key)
    expect(laptop.claims).toMatchObject({ device_key: key })
  })

  test('is in the access token and not in the ID token', async () => {
    await using pool = await userPool({ remember: 'opt-in' })
    const laptop = await pool.signedIn(await pool.user('alice'))
    expect(laptop.claims).toMatchObject({ device_key: laptop.key, token_use: 'access' })
    expect(claimsIn(laptop.tokens.IdToken)).not.toHaveProperty('device_key')
  })

  test('of another user is as if it did not exist', async () => {
    await using pool = await userPool({ remember: 'always', mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const mallory = await pool.user('mallory', { totp: true })
    const laptop = await pool.signedIn(alice)
    const stolen = pool.device('A stolen store')
    stolen.storage.set('mallory', { ...laptop.keys })

    expect(await stolen.signIn(mallory)).toAskFor('totp')
    const { result } = await stolen.answer(mallory.code())
    expect(result?.NewDeviceMetadata?.DeviceKey).not.toBe(laptop.key)
  })

  test('that was never confirmed is one of no device', async () => {
    await using pool = await userPool({ remember: 'always' })
    const alice = await pool.user('alice')
    const shy = pool.device('An app that does not know of devices')
    shy.confirmsItself = false
    const { result } = await shy.signIn(alice)
    const issued = result?.NewDeviceMetadata?.DeviceKey ?? ''
    shy.storage.set('alice', { deviceKey: issued, deviceGroupKey: '-00000000', secret: 'none' })

    const again = await shy.signIn(alice)
    expect(shy.walk).toEqual(['USER_SRP_AUTH', 'PASSWORD_VERIFIER', 'PASSWORD_VERIFIER'])
    expect(again.result?.NewDeviceMetadata?.DeviceKey).not.toBe(issued)
  })

  test('given with the password and not with the code stays the key of that sign-in', async () => {
    await using pool = await userPool({ remember: 'opt-in', mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = await pool.signedIn(alice)
    const { key } = laptop

    await laptop.signIn(alice)
    const { result } = await laptop.answer(alice.code(), { DEVICE_KEY: '' })
    expect(result).not.toHaveProperty('NewDeviceMetadata')
    expect(laptop.claims).toMatchObject({ device_key: key })
  })

  test('that means nothing on an MFA answer is ignored, and a new device is issued', async () => {
    await using pool = await userPool({ remember: 'opt-in', mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    const unknown = 'local_00000000-0000-4000-8000-000000000000'
    const { result } = await laptop.answer(alice.code(), { DEVICE_KEY: unknown })
    expect(result?.NewDeviceMetadata?.DeviceKey).not.toBe(unknown)
  })

  test('of null is none at all', async () => {
    await using pool = await userPool({ remember: 'always' })
    const { username, password } = await pool.user('alice')
    const answer = await pool.post('InitiateAuth', {
      ClientId: pool.client.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password, DEVICE_KEY: null },
    })
    expect(await answer.json()).toMatchObject({ AuthenticationResult: { NewDeviceMetadata: {} } })
  })
})

describe('a forgotten device', () => {
  test('never comes back: neither confirmed again, nor remembered, nor seen', async () => {
    await using pool = await userPool({ remember: 'opt-in' })
    const alice = await pool.user('alice')
    const laptop = await pool.signedIn(alice)
    const { accessToken: AccessToken, key: DeviceKey } = laptop
    const { config } = await deviceSecret(laptop.keys.deviceGroupKey, DeviceKey)
    await laptop.forgetDevice()

    const gone = { code: 'ResourceNotFoundException', message: 'Device does not exist.' }
    const operator = { UserPoolId: pool.poolId, Username: 'alice', DeviceKey }
    const DeviceRememberedStatus = 'remembered' as const
    await expect(pool.call('GetDevice', { AccessToken, DeviceKey })).rejects.toMatchObject(gone)
    await expect(pool.call('ForgetDevice', { AccessToken, DeviceKey })).rejects.toMatchObject(gone)
    await expect(
      pool.call('UpdateDeviceStatus', { AccessToken, DeviceKey, DeviceRememberedStatus }),
    ).rejects.toMatchObject(gone)
    await expect(pool.call('AdminGetDevice', operator)).rejects.toMatchObject(gone)
    await expect(pool.call('AdminForgetDevice', operator)).rejects.toMatchObject(gone)
    await expect(
      pool.call('AdminUpdateDeviceStatus', { ...operator, DeviceRememberedStatus }),
    ).rejects.toMatchObject(gone)
    await expect(
      pool.call('ConfirmDevice', { AccessToken, DeviceKey, DeviceSecretVerifierConfig: config }),
    ).rejects.toMatchObject({ code: 'InvalidParameterException', message: 'Invalid device key given.' })
    expect((await pool.call('AdminListDevices', operator)).Devices).toEqual([])
  })

  test('by an operator: the app recovers by itself, as a new device', async () => {
    await using pool = await userPool({ remember: 'always', mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = await pool.signedIn(alice)
    const { key } = laptop
    await pool.call('AdminForgetDevice', { UserPoolId: pool.poolId, Username: 'alice', DeviceKey: key })

    expect(await laptop.signIn(alice)).toAskFor('totp')
    expect(laptop.walk).toEqual(['USER_SRP_AUTH', 'PASSWORD_VERIFIER', 'PASSWORD_VERIFIER'])
    await laptop.answer(alice.code())
    expect(laptop.key).not.toBe(key)
  })

  test('while it proves itself: forgetting wins, and the app goes on as a new device', async () => {
    await using pool = await userPool({ remember: 'always', mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = await pool.signedIn(alice)
    const other = pool.device('Phone')
    await other.signIn(alice)
    await other.answer(alice.code())
    const { key } = laptop
    const begin = laptop.respond.bind(laptop)
    laptop.respond = async (name, responses, session) => {
      if (name === 'DEVICE_PASSWORD_VERIFIER') await other.forgetDevice(key)
      return begin(name, responses, session)
    }

    expect(await laptop.signIn(alice)).toAskFor('totp')
    expect(laptop.walk.slice(-3)).toEqual([
      'DEVICE_SRP_AUTH',
      'DEVICE_PASSWORD_VERIFIER',
      'PASSWORD_VERIFIER',
    ])
  })

  test('on another device signs that one out at its next refresh', async () => {
    await using pool = await userPool({ remember: 'opt-in' })
    const alice = await pool.user('alice')
    const [laptop, lost] = [await pool.signedIn(alice), await pool.signedIn(alice)]
    await laptop.forgetDevice(lost.key)

    await expect(lost.refresh()).rejects.toMatchObject({ code: 'NotAuthorizedException' })
    await lost.call('GetUser', { AccessToken: lost.accessToken })
    await laptop.refresh()
  })
})

describe('a device whose secret is not the one it registered', () => {
  const spoil = (device: Device) => device.storage.set('alice', { ...device.keys, secret: 'another secret' })

  test('is told that it does not exist, drops its keys, and signs in as a new one', async () => {
    await using pool = await userPool({ remember: 'always', mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = await pool.signedIn(alice)
    const { key } = laptop
    spoil(laptop)

    expect(await laptop.signIn(alice)).toAskFor('totp')
    expect(laptop.walk).toEqual([
      'USER_SRP_AUTH',
      'PASSWORD_VERIFIER',
      'DEVICE_SRP_AUTH',
      'DEVICE_PASSWORD_VERIFIER',
      'PASSWORD_VERIFIER',
    ])
    await laptop.answer(alice.code())
    expect(laptop.key).not.toBe(key)
  })

  test('after the second factor, signs in as a new device without another word', async () => {
    await using pool = await userPool({ remember: 'always', devicesReplaceMfa: false, mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = await pool.signedIn(alice)
    const { key } = laptop
    spoil(laptop)

    expect(await laptop.signIn(alice)).toAskFor('totp')
    expect(await laptop.answer(alice.code())).toAskFor('nothing')
    expect(laptop.key).not.toBe(key)
    expect(laptop.claims).toMatchObject({ device_key: laptop.key })
  })

  test('with the password in the clear, recovers too', async () => {
    await using pool = await userPool({ remember: 'always' })
    const alice = await pool.user('alice')
    const laptop = await pool.signedIn(alice)
    const { key } = laptop
    spoil(laptop)
    expect(await laptop.signIn(alice, { flow: 'password' })).toAskFor('nothing')
    expect(laptop.key).not.toBe(key)
  })
})

test('a user who was deleted and made again: the old device is a new one', async () => {
  await using pool = await userPool({ remember: 'always', mfa: 'off' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  const { key } = laptop
  await pool.call('AdminDeleteUser', { UserPoolId: pool.poolId, Username: 'alice' })
  const alice = await pool.user('alice')

  expect(await laptop.signIn(alice)).toAskFor('nothing')
  expect(laptop.key).not.toBe(key)
})

test('the last sign-in moves when a device signs in, whether it is remembered or not', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  const lastSignIn = async () => {
    const { Device: found } = await pool.call('AdminGetDevice', {
      UserPoolId: pool.poolId,
      Username: 'alice',
      DeviceKey: laptop.key,
    })
    return new Date(Number(found.DeviceLastAuthenticatedDate) * 1000)
  }
  expect(await lastSignIn()).toEqual(pool.clock.now())

  pool.clock.advance('1 day')
  await laptop.signIn(alice)
  expect(await lastSignIn()).toEqual(pool.clock.now())

  await laptop.rememberDevice()
  pool.clock.advance('1 day')
  await laptop.signIn(alice)
  expect(await lastSignIn()).toEqual(pool.clock.now())
})

test('a remembered device is remembered for good: no time takes it back', async () => {
  await using pool = await userPool({ remember: 'always', mfa: 'required' })
  const alice = await pool.user('alice', { totp: true })
  const laptop = await pool.signedIn(alice)
  pool.clock.advance('4000 days')
  expect(await laptop.signIn(alice)).toAskFor('nothing')
})

test('a global sign-out forgets no device', async () => {
  await using pool = await userPool({ remember: 'always', mfa: 'required' })
  const alice = await pool.user('alice', { totp: true })
  const laptop = await pool.signedIn(alice)
  await laptop.signOut({ everywhere: true })
  expect(await laptop.signIn(alice)).toAskFor('nothing')
})

test('the key of a remembered device alone, without its secret, makes no sign-in its own', async () => {
  await using pool = await userPool({ remember: 'always', devicesReplaceMfa: false })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  const thief = pool.device('A thief with the password and the key')
  // No DEVICE_KEY where a device proof would be asked for, but one in the call before.
  const { Session } = await thief.begin('USER_AUTH', { USERNAME: 'alice', DEVICE_KEY: laptop.key })
  const { AuthenticationResult } = await thief.respond(
    'SELECT_CHALLENGE',
    { USERNAME: 'alice', ANSWER: 'PASSWORD', PASSWORD: alice.password },
    Session,
  )
  expect(claimsIn(AuthenticationResult?.AccessToken).device_key).not.toBe(laptop.key)
})

test('over a real socket, a whole life of a device is the same', async () => {
  await using pool = await userPool({ remember: 'always', mfa: 'required', socket: true })
  const alice = await pool.user('alice', { totp: true })
  const laptop = await pool.signedIn(alice)
  expect(await laptop.signIn(alice)).toAskFor('nothing')
  expect(await laptop.fetchDevices()).toHaveLength(1)
  await laptop.refresh()
  await laptop.forgetDevice()
  expect(await laptop.signIn(alice)).toAskFor('totp')
})
