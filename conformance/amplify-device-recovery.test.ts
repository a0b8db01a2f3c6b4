import { expect, test, vi } from 'vitest'
import { ASKS_FOR_TOTP, browser, SIGNED_IN } from './amplify.js'
import { userPool } from './pool-server.js'
import { KNOWN_DEVICE, NEW_DEVICE } from './walks.js'

vi.setConfig({ testTimeout: 60_000 })

test('a device that an operator forgot signs in again in one call, as a new device', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  await laptop.enter({ username, password })
  const { deviceKey } = laptop.deviceKeys('alice')
  await laptop.auth.signOut()
  await pool.admin.adminForgetDevice({ UserPoolId: pool.poolId, Username: 'alice', DeviceKey: deviceKey })

  const walk = await pool.book.during(async () => {
    expect(await laptop.auth.signIn({ username, password })).toEqual(SIGNED_IN)
  })

  expect(walk).toEqual([
    'InitiateAuth USER_SRP_AUTH → PASSWORD_VERIFIER',
    'RespondToAuthChallenge PASSWORD_VERIFIER → ResourceNotFoundException',
    'RespondToAuthChallenge PASSWORD_VERIFIER → tokens and a new device',
    'ConfirmDevice → done',
  ])
  expect(laptop.deviceKeys('alice').deviceKey).not.toBe(deviceKey)
})

test('a device whose secret is stale signs in again in one call, as a new device', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  await laptop.enter({ username, password })
  const { deviceKey } = laptop.deviceKeys('alice')
  await laptop.auth.signOut()
  laptop.overwrite('alice', 'randomPasswordKey', 'no longer the secret')

  const walk = await pool.book.during(async () => {
    expect(await laptop.auth.signIn({ username, password })).toEqual(SIGNED_IN)
  })

  expect(walk).toEqual([
    ...KNOWN_DEVICE.slice(0, 3),
    'RespondToAuthChallenge DEVICE_PASSWORD_VERIFIER → ResourceNotFoundException',
    'RespondToAuthChallenge PASSWORD_VERIFIER → tokens and a new device',
    'ConfirmDevice → done',
  ])
  expect(laptop.deviceKeys('alice').deviceKey).not.toBe(deviceKey)
  await laptop.auth.signOut()
  expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(KNOWN_DEVICE)
})

test('a stale secret does not stand in for the second factor', async () => {
  await using pool = await userPool({ mfa: 'required' })
  const alice = await pool.user('alice', { totp: true })
  const { username, password } = alice
  const laptop = browser(pool)
  await laptop.enter({ username, password })
  await laptop.auth.confirmSignIn({ challengeResponse: alice.totp() })
  await laptop.auth.signOut()
  laptop.overwrite('alice', 'randomPasswordKey', 'guessed')

  expect(await laptop.auth.signIn({ username, password })).toEqual(ASKS_FOR_TOTP)
  expect(await laptop.auth.confirmSignIn({ challengeResponse: alice.totp() })).toEqual(SIGNED_IN)
})

test.for(['deviceKey', 'deviceGroupKey', 'randomPasswordKey'] as const)(
  'a browser that lost its %s signs in as a new device',
  async (lost) => {
    await using pool = await userPool()
    const { username, password } = await pool.user('alice')
    const laptop = browser(pool)
    await laptop.enter({ username, password })
    await laptop.auth.signOut()
    laptop.remove('alice', lost)

    expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(NEW_DEVICE)
  },
)

test('a device that is forgotten while its user types the code signs in as a new one', async () => {
  await using pool = await userPool({ mfa: 'required', deviceReplacesMfa: false })
  const alice = await pool.user('alice', { totp: true })
  const { username, password } = alice
  const laptop = browser(pool)
  await laptop.enter({ username, password })
  await laptop.auth.confirmSignIn({ challengeResponse: alice.totp() })
  const { deviceKey } = laptop.deviceKeys('alice')
  await laptop.auth.signOut()

  expect(await laptop.auth.signIn({ username, password })).toEqual(ASKS_FOR_TOTP)
  await pool.admin.adminForgetDevice({ UserPoolId: pool.poolId, Username: 'alice', DeviceKey: deviceKey })
  expect(await laptop.auth.confirmSignIn({ challengeResponse: alice.totp() })).toEqual(SIGNED_IN)

  expect(laptop.deviceKeys('alice').deviceKey).not.toBe(deviceKey)
  expect(await pool.trackedDevices('alice')).toEqual([laptop.deviceKeys('alice').deviceKey])
})

const BY_PASSWORD = { authFlowType: 'USER_PASSWORD_AUTH' } as const

test('with the password in the clear, a forgotten device signs in again in one call', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  const signIn = () => laptop.auth.signIn({ username, password, options: BY_PASSWORD })
  await signIn()
  const { deviceKey } = laptop.deviceKeys('alice')
  await laptop.auth.signOut()
  await pool.admin.adminForgetDevice({ UserPoolId: pool.poolId, Username: 'alice', DeviceKey: deviceKey })

  expect(await pool.book.during(signIn)).toEqual([
    'InitiateAuth USER_PASSWORD_AUTH → ResourceNotFoundException',
    'InitiateAuth USER_PASSWORD_AUTH → tokens and a new device',
    'ConfirmDevice → done',
  ])
})

test('a user who is deleted and made again with the same name signs in with the old keys still stored', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  await laptop.enter({ username, password })
  const { deviceKey } = laptop.deviceKeys('alice')
  await laptop.auth.signOut()
  await pool.admin.adminDeleteUser({ UserPoolId: pool.poolId, Username: 'alice' })
  await pool.user('alice')

  expect(await laptop.auth.signIn({ username, password })).toEqual(SIGNED_IN)

  expect(await pool.trackedDevices('alice')).toEqual([laptop.deviceKeys('alice').deviceKey])
  expect(laptop.deviceKeys('alice').deviceKey).not.toBe(deviceKey)
})
