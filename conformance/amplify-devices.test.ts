import { expect, test, vi } from 'vitest'
import { ASKS_FOR_TOTP, browser, DEVICE_NAME, SIGNED_IN } from './amplify.js'
import { userPool } from './pool-server.js'
import { KNOWN_DEVICE, NEW_DEVICE } from './walks.js'

vi.setConfig({ testTimeout: 60_000 })

test('a new device is tracked: it registers a secret, and the browser keeps its keys', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)

  const walk = await pool.book.during(async () => {
    expect(await laptop.auth.signIn({ username, password })).toEqual(SIGNED_IN)
  })

  expect(walk).toEqual(NEW_DEVICE)
  const { answer } = pool.book.last('RespondToAuthChallenge')
  const { deviceKey, deviceGroupKey, randomPasswordKey } = laptop.deviceKeys('alice')
  expect(answer.AuthenticationResult?.NewDeviceMetadata).toEqual({
    DeviceKey: deviceKey,
    DeviceGroupKey: deviceGroupKey,
  })
  expect(randomPasswordKey).toHaveLength(56)
  expect(pool.book.last('ConfirmDevice').request).toMatchObject({
    DeviceKey: deviceKey,
    DeviceName: DEVICE_NAME,
  })
  expect(await pool.trackedDevices('alice')).toEqual([deviceKey])
})

test('a known device proves itself on the way to the tokens, and stays the same device', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  await laptop.auth.signIn({ username, password })
  const keys = laptop.deviceKeys('alice')
  await laptop.auth.signOut()

  const walk = await pool.book.during(async () => {
    expect(await laptop.auth.signIn({ username, password })).toEqual(SIGNED_IN)
  })

  expect(walk).toEqual(KNOWN_DEVICE)
  for (const challenge of ['PASSWORD_VERIFIER', 'DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER']) {
    const { request } = pool.book.last('RespondToAuthChallenge', challenge)
    expect(request.ChallengeResponses).toMatchObject({ USERNAME: 'alice', DEVICE_KEY: keys.deviceKey })
  }
  expect(laptop.deviceKeys('alice')).toEqual(keys)
  expect(await pool.trackedDevices('alice')).toEqual([keys.deviceKey])
})

test('two browsers of one user are two devices', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const [laptop, phone] = [browser(pool), browser(pool)]
  await laptop.enter({ username, password })
  await phone.enter({ username, password })

  const listed = (await phone.auth.fetchDevices()).map(({ id }) => id)

  expect(listed).toEqual([phone.deviceKeys('alice').deviceKey, laptop.deviceKeys('alice').deviceKey])
})

test('two users of one browser have a device each', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice')
  const bob = await pool.user('bob')
  const laptop = browser(pool)
  for (const { username, password } of [alice, bob]) {
    await laptop.enter({ username, password })
    await laptop.auth.signOut()
  }

  expect(await pool.trackedDevices('alice')).toEqual([laptop.deviceKeys('alice').deviceKey])
  expect(await pool.trackedDevices('bob')).toEqual([laptop.deviceKeys('bob').deviceKey])
  const walk = await pool.book.during(() =>
    laptop.auth.signIn({ username: 'alice', password: alice.password }),
  )
  expect(walk).toEqual(KNOWN_DEVICE)
})

test('where the user decides, a device is asked for its proof only once it is remembered', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  await laptop.enter({ username, password })
  const keys = laptop.deviceKeys('alice')
  expect(await laptop.auth.fetchDevices()).toEqual([])
  expect(await pool.trackedDevices('alice')).toEqual([keys.deviceKey])
  await laptop.auth.signOut()

  const before = await pool.book.during(() => laptop.auth.signIn({ username, password }))
  expect(before).toEqual([
    'InitiateAuth USER_SRP_AUTH → PASSWORD_VERIFIER',
    'RespondToAuthChallenge PASSWORD_VERIFIER → tokens',
  ])
  expect(await pool.book.during(() => laptop.auth.rememberDevice())).toEqual(['UpdateDeviceStatus → done'])
  expect((await laptop.auth.fetchDevices()).map(({ id }) => id)).toEqual([keys.deviceKey])
  await laptop.auth.signOut()

  expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(KNOWN_DEVICE)
  expect(laptop.deviceKeys('alice')).toEqual(keys)
})

test('where devices are not tracked, none is given out and none is listed', async () => {
  await using pool = await userPool({ remember: 'off' })
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)

  const walk = await pool.book.during(() => laptop.auth.signIn({ username, password }))

  expect(walk).toEqual([
    'InitiateAuth USER_SRP_AUTH → PASSWORD_VERIFIER',
    'RespondToAuthChallenge PASSWORD_VERIFIER → tokens',
  ])
  expect(laptop.deviceKeys('alice').deviceKey).toBeUndefined()
  expect(await laptop.auth.fetchDevices()).toEqual([])
  await expect(laptop.auth.rememberDevice()).rejects.toMatchObject({
    name: 'DeviceMetadataNotFoundException',
  })
})

test('a new device is asked for a second factor, a remembered one is not, a forgotten one is again', async () => {
  await using pool = await userPool({ mfa: 'optional' })
  const alice = await pool.user('alice', { totp: true })
  const { username, password } = alice
  const laptop = browser(pool)

  expect(await laptop.auth.signIn({ username, password })).toEqual(ASKS_FOR_TOTP)
  expect(await laptop.auth.confirmSignIn({ challengeResponse: alice.totp() })).toEqual(SIGNED_IN)
  await laptop.auth.signOut()

  expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(KNOWN_DEVICE)
  await laptop.auth.forgetDevice()
  await laptop.auth.signOut()

  expect(await laptop.auth.signIn({ username, password })).toEqual(ASKS_FOR_TOTP)
  expect(await laptop.auth.confirmSignIn({ challengeResponse: alice.totp() })).toEqual(SIGNED_IN)
})

test('a tracked device that is not remembered is asked for the second factor, and gets no new key', async () => {
  await using pool = await userPool({ mfa: 'required', remember: 'opt-in' })
  const alice = await pool.user('alice', { totp: true })
  const { username, password } = alice
  const laptop = browser(pool)
  await laptop.enter({ username, password })
  await laptop.auth.confirmSignIn({ challengeResponse: alice.totp() })
  const keys = laptop.deviceKeys('alice')
  await laptop.auth.signOut()

  expect(await laptop.auth.signIn({ username, password })).toEqual(ASKS_FOR_TOTP)
  expect(await laptop.auth.confirmSignIn({ challengeResponse: alice.totp() })).toEqual(SIGNED_IN)

  expect(laptop.deviceKeys('alice')).toEqual(keys)
  expect(await pool.trackedDevices('alice')).toEqual([keys.deviceKey])
})

test('where a device replaces nothing, the second factor comes first and the device proves itself after it', async () => {
  await using pool = await userPool({ mfa: 'required', deviceReplacesMfa: false })
  const alice = await pool.user('alice', { totp: true })
  const { username, password } = alice
  const laptop = browser(pool)
  await laptop.enter({ username, password })
  await laptop.auth.confirmSignIn({ challengeResponse: alice.totp() })
  const keys = laptop.deviceKeys('alice')
  await laptop.auth.signOut()

  const walk = await pool.book.during(async () => {
    expect(await laptop.auth.signIn({ username, password })).toEqual(ASKS_FOR_TOTP)
    expect(await laptop.auth.confirmSignIn({ challengeResponse: alice.totp() })).toEqual(SIGNED_IN)
  })

  expect(walk).toEqual([
    'InitiateAuth USER_SRP_AUTH → PASSWORD_VERIFIER',
    'RespondToAuthChallenge PASSWORD_VERIFIER → SOFTWARE_TOKEN_MFA',
    'RespondToAuthChallenge SOFTWARE_TOKEN_MFA → DEVICE_SRP_AUTH',
    'RespondToAuthChallenge DEVICE_SRP_AUTH → DEVICE_PASSWORD_VERIFIER',
    'RespondToAuthChallenge DEVICE_PASSWORD_VERIFIER → tokens',
  ])
  expect(laptop.deviceKeys('alice')).toEqual(keys)
})

test('devices are listed with name, status, address and dates', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  const before = pool.clock.now().getTime()
  await laptop.enter({ username, password })
  const after = pool.clock.now().getTime()

  const [device, ...others] = await laptop.auth.fetchDevices()

  expect(others).toEqual([])
  expect(device).toMatchObject({
    id: laptop.deviceKeys('alice').deviceKey,
    name: DEVICE_NAME,
    attributes: { device_status: 'valid', device_name: DEVICE_NAME, last_ip_used: '127.0.0.1' },
    createDate: expect.any(Date),
    lastModifiedDate: expect.any(Date),
    lastAuthenticatedDate: expect.any(Date),
  })
  const { createDate, lastModifiedDate, lastAuthenticatedDate } = device ?? {}
  for (const date of [createDate, lastModifiedDate]) {
    expect(date?.getTime()).toBeGreaterThanOrEqual(before)
    expect(date?.getTime()).toBeLessThanOrEqual(after)
  }
  expect(lastAuthenticatedDate?.getTime()).toBe(Math.floor(Number(createDate) / 1000) * 1000)
})

test('a browser forgets its own device, and the next sign-in makes a new one', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  await laptop.enter({ username, password })
  const { deviceKey } = laptop.deviceKeys('alice')

  expect(await pool.book.during(() => laptop.auth.forgetDevice())).toEqual(['ForgetDevice → done'])

  expect(laptop.deviceKeys('alice').deviceKey).toBeUndefined()
  expect(await laptop.auth.fetchDevices()).toEqual([])
  expect(await pool.trackedDevices('alice')).toEqual([])
  await laptop.auth.signOut()
  expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(NEW_DEVICE)
  expect(laptop.deviceKeys('alice').deviceKey).not.toBe(deviceKey)
})

test('a browser forgets another one, which signs in as a new device the next time', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const [laptop, phone] = [browser(pool), browser(pool)]
  await laptop.enter({ username, password })
  await phone.enter({ username, password })
  await phone.auth.signOut()
  const lost = phone.deviceKeys('alice').deviceKey ?? ''

  await laptop.auth.forgetDevice({ device: { id: lost } })

  const kept = laptop.deviceKeys('alice').deviceKey
  expect(kept).toBeDefined()
  expect((await laptop.auth.fetchDevices()).map(({ id }) => id)).toEqual([kept])
  expect(await phone.auth.signIn({ username, password })).toEqual(SIGNED_IN)
  expect(phone.deviceKeys('alice').deviceKey).not.toBe(lost)
})

test('to forget a device that is not there, or is somebody else’s, is refused', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice')
  const bob = await pool.user('bob')
  const [laptop, phone] = [browser(pool), browser(pool)]
  await laptop.enter({ username: 'alice', password: alice.password })
  await phone.enter({ username: 'bob', password: bob.password })
  const theirs = phone.deviceKeys('bob').deviceKey ?? ''

  for (const id of [theirs, 'local_00000000-0000-4000-8000-000000000000']) {
    await expect(laptop.auth.forgetDevice({ device: { id } })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Device does not exist.',
    })
  }
  expect(await pool.trackedDevices('bob')).toEqual([theirs])
})

test('a device is known by whatever name its user signs in: e-mail address or username', async () => {
  await using pool = await userPool({ pool: { AliasAttributes: ['email'] } })
  const email = 'alice@example.com'
  const { password } = await pool.user('alice', { attributes: { email, email_verified: 'true' } })
  const laptop = browser(pool)

  expect(await pool.book.during(() => laptop.auth.signIn({ username: email, password }))).toEqual(NEW_DEVICE)
  for (const username of [email, 'alice', email]) {
    await laptop.auth.signOut()
    expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(KNOWN_DEVICE)
  }
  expect(await pool.trackedDevices('alice')).toEqual([laptop.deviceKeys('alice').deviceKey])
})

test('where e-mail addresses are the usernames, a device is known too', async () => {
  await using pool = await userPool({ pool: { UsernameAttributes: ['email'] } })
  const alice = await pool.user('alice@example.com')
  const { username, password } = alice
  const laptop = browser(pool)

  expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(NEW_DEVICE)
  expect(await laptop.auth.getCurrentUser()).toMatchObject({ username: alice.sub, userId: alice.sub })
  expect(laptop.deviceKeys(alice.sub).deviceKey).toBeDefined()
  await laptop.auth.signOut()
  expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(KNOWN_DEVICE)
})

const BY_PASSWORD = { authFlowType: 'USER_PASSWORD_AUTH' } as const

test('with the password in the clear, a new device is tracked and a known one proves itself', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  const signIn = () => laptop.auth.signIn({ username, password, options: BY_PASSWORD })

  expect(await pool.book.during(signIn)).toEqual([
    'InitiateAuth USER_PASSWORD_AUTH → tokens and a new device',
    'ConfirmDevice → done',
  ])
  await laptop.auth.signOut()
  expect(await pool.book.during(signIn)).toEqual([
    'InitiateAuth USER_PASSWORD_AUTH → DEVICE_SRP_AUTH',
    'RespondToAuthChallenge DEVICE_SRP_AUTH → DEVICE_PASSWORD_VERIFIER',
    'RespondToAuthChallenge DEVICE_PASSWORD_VERIFIER → tokens',
  ])
})

test('with the password in the clear and an e-mail address typed, a device is known too', async () => {
  await using pool = await userPool({ pool: { AliasAttributes: ['email'] } })
  const username = 'alice@example.com'
  const { password } = await pool.user('alice', { attributes: { email: username, email_verified: 'true' } })
  const laptop = browser(pool)
  const signIn = () => laptop.auth.signIn({ username, password, options: BY_PASSWORD })
  await signIn()
  await laptop.auth.signOut()

  expect(await pool.book.during(signIn)).toEqual([
    'InitiateAuth USER_PASSWORD_AUTH → DEVICE_SRP_AUTH',
    'RespondToAuthChallenge DEVICE_SRP_AUTH → DEVICE_PASSWORD_VERIFIER',
    'RespondToAuthChallenge DEVICE_PASSWORD_VERIFIER → tokens',
  ])
})

test('with the password in the clear, a device is remembered through a second factor', async () => {
  await using pool = await userPool({ mfa: 'required' })
  const alice = await pool.user('alice', { totp: true })
  const { username, password } = alice
  const laptop = browser(pool)
  const signIn = () => laptop.auth.signIn({ username, password, options: BY_PASSWORD })

  expect(await signIn()).toEqual(ASKS_FOR_TOTP)
  expect(await laptop.auth.confirmSignIn({ challengeResponse: alice.totp() })).toEqual(SIGNED_IN)
  await laptop.auth.signOut()
  expect(await signIn()).toEqual(SIGNED_IN)
})
