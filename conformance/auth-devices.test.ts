import { expect, test, vi } from 'vitest'
import { type App, app } from './auth.js'
import { given, userPool } from './pool-server.js'
import { newDevice } from './sdk-device.js'
import { KNOWN_DEVICE } from './walks.js'

vi.setConfig({ testTimeout: 60_000 })

/** What @latchkey/auth does with devices that aws-amplify does not. */

test('signIn returns as soon as it has tokens, and the device is registered right after', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  const release = pool.book.holding('ConfirmDevice')

  expect(await laptop.auth.signIn({ username, password })).toEqual({
    isSignedIn: true,
    nextStep: { signInStep: 'DONE' },
  })
  expect(await laptop.auth.getCurrentUser()).toMatchObject({ username: 'alice' })
  expect(await pool.trackedDevices('alice')).toEqual([])

  release()
  const { deviceId } = await laptop.told('deviceTracked')
  expect(await pool.trackedDevices('alice')).toEqual([deviceId])
  expect(laptop.events.map(({ type }) => type)).toEqual(['signedIn', 'deviceTracked'])
})

test('whoever needs the device waits for its registration', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  const release = pool.book.holding('ConfirmDevice')
  await laptop.auth.signIn({ username, password })

  const remembered = laptop.auth.rememberDevice()
  release()
  await remembered

  expect((await laptop.auth.fetchDevices()).map(({ isCurrent }) => isCurrent)).toEqual([true])
})

test('a device that could not register says so, and does at the next call that needs it, by the same key', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await pool.book.failing('ConfirmDevice', async () => {
    await laptop.auth.signIn({ username, password })
    expect(await laptop.told('deviceTrackingFailed')).toMatchObject({
      willRetry: true,
      error: { name: 'InternalErrorException', recoverySuggestion: expect.any(String) },
    })
  })
  const { deviceId } = await laptop.told('deviceTrackingFailed')

  laptop.reload()
  expect((await laptop.auth.fetchDevices()).map(({ id }) => id)).toEqual([deviceId])
  await laptop.auth.signOut()
  expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(KNOWN_DEVICE)
})

test('an answer to ConfirmDevice that is lost costs nothing: it is said again, with the same secret', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await pool.book.losingAnswers('ConfirmDevice', async () => {
    await laptop.auth.signIn({ username, password })
    await laptop.told('deviceTrackingFailed')
  })
  expect(await pool.trackedDevices('alice')).toHaveLength(1)

  await laptop.auth.getCurrentDevice()
  await laptop.told('deviceTracked')
  await laptop.auth.signOut()
  expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(KNOWN_DEVICE)
})

test('an answer to ConfirmDevice that is lost, a page loaded again, tokens that run out: session and device stay', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await pool.book.losingAnswers('ConfirmDevice', async () => {
    await laptop.auth.signIn({ username, password })
    await laptop.told('deviceTrackingFailed')
  })
  laptop.expire('alice')
  laptop.reload()

  expect((await laptop.auth.fetchAuthSession()).tokens).toBeDefined()

  const { deviceId } = await laptop.told('deviceTracked')
  expect(await pool.trackedDevices('alice')).toEqual([deviceId])
  expect(laptop.events.map(({ type }) => type)).not.toContain('sessionEnded')
  await laptop.auth.signOut()
  expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(KNOWN_DEVICE)
})

test('a registration that did not finish is taken up by any call of the next page', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await pool.book.losingAnswers('ConfirmDevice', async () => {
    await laptop.auth.signIn({ username, password })
    await laptop.told('deviceTrackingFailed')
  })
  const { DeviceSecretVerifierConfig } = pool.book.last('ConfirmDevice').request
  laptop.reload()

  await laptop.auth.fetchUserAttributes()

  await laptop.told('deviceTracked')
  expect(pool.book.last('ConfirmDevice').request).toMatchObject({ DeviceSecretVerifierConfig })
})

test('who signs out and in again while a device is still registering is on the device of the second sign-in', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  const release = pool.book.holding('ConfirmDevice')
  await laptop.auth.signIn({ username, password })
  const first = given(pool.book.last('RespondToAuthChallenge').answer.AuthenticationResult)
  await expect.poll(() => laptop.stored('alice', 'pendingDevice')).toContain('verifier')
  await signOutWithoutPatience(laptop)
  await laptop.auth.signIn({ username, password })
  release()

  const { deviceId } = await laptop.told('deviceTracked')
  expect(first.NewDeviceMetadata).not.toMatchObject({ DeviceKey: deviceId })
  const { tokens } = await laptop.auth.fetchAuthSession({ forceRefresh: true })
  expect(tokens?.accessToken.payload.device_key).toBe(deviceId)
  expect(laptop.stored('alice', 'deviceKey')).toBe(deviceId)
  expect(await laptop.auth.getCurrentDevice()).toMatchObject({ id: deviceId })
})

/** A sign-out waits three seconds for a device that is still registering: here they pass at once. */
async function signOutWithoutPatience({ auth }: App): Promise<void> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const signedOut = auth.signOut()
  await vi.advanceTimersByTimeAsync(3000)
  vi.useRealTimers()
  await signedOut
}

test('a device that the server refuses to register is given up, and the sign-in stays', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await pool.book.refusing('ConfirmDevice', async () => {
    await laptop.auth.signIn({ username, password })
    expect(await laptop.told('deviceTrackingFailed')).toMatchObject({ willRetry: false })
  })

  expect(laptop.stored('alice', 'pendingDevice')).toBeUndefined()
  expect(await laptop.auth.getCurrentDevice()).toBeUndefined()
  expect((await laptop.auth.fetchAuthSession({ forceRefresh: true })).tokens).toBeDefined()
})

test('a device is named by the app, or for people, and rememberDevice names it as its user wants', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const { username, password } = await pool.user('alice')
  const laptop = app(pool, { deviceName: () => 'Firefox on Linux' })
  await laptop.auth.signIn({ username, password })
  expect(await laptop.auth.getCurrentDevice()).toMatchObject({
    name: 'Firefox on Linux',
    isRemembered: false,
  })

  const walk = await pool.book.during(() => laptop.auth.rememberDevice({ name: 'Ann’s laptop' }))

  expect(walk).toEqual(['UpdateDeviceStatus → done', 'ConfirmDevice → done'])
  expect(await laptop.auth.getCurrentDevice()).toMatchObject({
    name: 'Ann’s laptop',
    isCurrent: true,
    isRemembered: true,
  })
  expect(laptop.events.map(({ type }) => type)).toContain('deviceRemembered')
  await laptop.auth.signOut()
  expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(KNOWN_DEVICE)
})

test.each([
  [
    'throws',
    () => {
      throw new Error('There is no name.')
    },
  ],
  ['is empty', ''],
  ['is none', () => undefined as never],
])('where the app’s name for a device %s, it has the library’s', async (_what, deviceName) => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool, { deviceName })
  await laptop.auth.signIn({ username, password })
  await laptop.told('deviceTracked')

  expect(pool.book.last('ConfirmDevice').request.DeviceName).toMatch(/^Node\.js on /)
})

test('where the app’s name for a device is too long, it is cut', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool, { deviceName: 'x'.repeat(2000) })
  await laptop.auth.signIn({ username, password })
  await laptop.told('deviceTracked')

  expect(await laptop.auth.getCurrentDevice()).toMatchObject({ name: 'x'.repeat(1024) })
})

test('a name that is null, as apps in JavaScript have them, is none: the device is remembered, and keeps its own', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  await laptop.told('deviceTracked')

  const walk = await pool.book.during(() => laptop.auth.rememberDevice({ name: null as never }))

  expect(walk).toEqual(['UpdateDeviceStatus → done'])
  expect(await laptop.auth.getCurrentDevice()).toMatchObject({ name: 'A test', isRemembered: true })
})

test('where a server names devices only once, the device is remembered, and the app is told about the name', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  await laptop.told('deviceTracked')

  await pool.book.refusing(
    'ConfirmDevice',
    async () => {
      await expect(laptop.auth.rememberDevice({ name: 'Mine' })).rejects.toMatchObject({
        name: 'DeviceNameNotSupportedException',
        recoverySuggestion: 'Pass deviceName to configure().',
      })
    },
    'DeviceKeyExistsException',
  )
  expect(await laptop.auth.getCurrentDevice()).toMatchObject({ name: 'A test', isRemembered: true })
})

test.each(['', 'x'.repeat(1025)])('a name that is none is refused before anything is sent', async (name) => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  await laptop.told('deviceTracked')

  const walk = await pool.book.during(() =>
    expect(laptop.auth.rememberDevice({ name })).rejects.toMatchObject({ name: 'InvalidDeviceName' }),
  )
  expect(walk).toEqual([])
})

test('fetchDevices follows every page, and knows which one is this', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  await laptop.told('deviceTracked')
  for (let count = 0; count < 64; count += 1) await trackAnother(pool, username, password)

  const walk = await pool.book.during(async () => {
    const devices = await laptop.auth.fetchDevices()
    expect(devices).toHaveLength(65)
    expect(new Set(devices.map(({ id }) => id)).size).toBe(65)
    expect(devices.filter(({ isCurrent }) => isCurrent).map(({ id }) => id)).toEqual([
      laptop.stored('alice', 'deviceKey'),
    ])
    expect(devices.every(({ isRemembered }) => isRemembered)).toBe(true)
  })
  expect(walk).toEqual(['ListDevices → done', 'ListDevices → done'])
})

/** A device of the user that nobody holds. */
async function trackAnother(pool: Awaited<ReturnType<typeof userPool>>, USERNAME: string, PASSWORD: string) {
  const { AuthenticationResult } = await pool.admin.initiateAuth({
    ClientId: pool.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD },
  })
  const { registration } = await newDevice(AuthenticationResult?.NewDeviceMetadata)
  await pool.admin.confirmDevice({ AccessToken: AuthenticationResult?.AccessToken, ...registration })
}

test('a user stops remembering this device: it stays tracked, and the second factor is asked for again', async () => {
  await using pool = await userPool({ mfa: 'required' })
  const alice = await pool.user('alice', { totp: true })
  const { username, password } = alice
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  await laptop.auth.confirmSignIn({ challengeResponse: alice.totp() })
  const { deviceId } = await laptop.told('deviceTracked')

  await laptop.auth.doNotRememberDevice()

  expect(await laptop.auth.getCurrentDevice()).toMatchObject({ id: deviceId, isRemembered: false })
  expect(await laptop.auth.fetchDevices()).toEqual([])
  expect(await pool.trackedDevices('alice')).toEqual([deviceId])
  await laptop.auth.signOut()
  expect((await laptop.auth.signIn({ username, password })).nextStep.signInStep).toBe(
    'CONFIRM_SIGN_IN_WITH_TOTP_CODE',
  )
})

test('a user forgets all other devices: this one stays, the others are new at their next sign-in', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const [laptop, phone, tablet] = [app(pool), app(pool), app(pool)]
  for (const device of [laptop, phone, tablet]) {
    await device.auth.signIn({ username, password })
    await device.told('deviceTracked')
  }

  const forgotten = await laptop.auth.forgetOtherDevices()

  expect(forgotten.map(({ id }) => id).toSorted()).toEqual(
    [phone, tablet].map((device) => device.stored('alice', 'deviceKey')).toSorted(),
  )
  expect(await pool.trackedDevices('alice')).toEqual([laptop.stored('alice', 'deviceKey')])
  expect((await phone.auth.fetchAuthSession({ forceRefresh: true })).tokens).toBeUndefined()
  expect((await laptop.auth.fetchAuthSession({ forceRefresh: true })).tokens).toBeDefined()
})

test('where the keys of this device are lost, forgetOtherDevices still spares it: the token names it', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  const { deviceId } = await laptop.told('deviceTracked')
  for (const name of ['deviceKey', 'deviceGroupKey', 'randomPasswordKey']) laptop.remove('alice', name)

  expect(await laptop.auth.forgetOtherDevices()).toEqual([])
  expect(await pool.trackedDevices('alice')).toEqual([deviceId])
})

test('rememberDevice after forgetDevice says plainly that it takes a new sign-in', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  await laptop.auth.forgetDevice()

  await expect(laptop.auth.rememberDevice()).rejects.toMatchObject({
    name: 'DeviceMetadataNotFoundException',
    code: 'DeviceMetadataNotFoundException',
    message: 'This device was forgotten, or its registration failed, or its keys are gone from storage.',
    recoverySuggestion: 'Sign out and sign in again: the device then gets a new key, and can be remembered.',
  })
  await laptop.auth.signOut()
  laptop.reload()
  await laptop.auth.signIn({ username, password })
  await laptop.auth.rememberDevice()
  expect(await laptop.auth.getCurrentDevice()).toMatchObject({ isRemembered: true })
})

test('in a pool without tracking, rememberDevice says where to switch it on', async () => {
  await using pool = await userPool({ remember: 'off' })
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })

  expect(await laptop.auth.getCurrentDevice()).toBeUndefined()
  await expect(laptop.auth.rememberDevice()).rejects.toMatchObject({
    message: expect.stringContaining('does not track devices'),
    recoverySuggestion: expect.stringContaining('DeviceConfiguration'),
  })
})

test('a device is the same one by every name of its user, also with the password in the clear', async () => {
  await using pool = await userPool({ pool: { AliasAttributes: ['email'] } })
  const email = 'alice@example.com'
  const { password } = await pool.user('alice', { attributes: { email, email_verified: 'true' } })
  const laptop = app(pool)
  await laptop.auth.signIn({ username: email, password })
  const { deviceId } = await laptop.told('deviceTracked')

  for (const username of ['alice', email]) {
    for (const authFlowType of ['USER_PASSWORD_AUTH', 'USER_SRP_AUTH'] as const) {
      await laptop.auth.signOut()
      await laptop.auth.signIn({ username, password, options: { authFlowType } })
      await laptop.auth.getCurrentDevice()
    }
  }
  expect(await pool.trackedDevices('alice')).toEqual([deviceId])
})

test.each(['USER_SRP_AUTH', 'USER_PASSWORD_AUTH'] as const)(
  'an address that belongs to somebody else by now leads to no device of the user before: %s',
  async (authFlowType) => {
    await using pool = await userPool({ pool: { AliasAttributes: ['email'] } })
    const email = 'team@example.com'
    const verified = (address: string) => ({ email: address, email_verified: 'true' })
    const { password } = await pool.user('alice', { attributes: verified(email) })
    const laptop = app(pool)
    await laptop.auth.signIn({ username: email, password })
    const { deviceId } = await laptop.told('deviceTracked')
    await laptop.auth.signOut()
    await pool.admin.adminUpdateUserAttributes({
      UserPoolId: pool.poolId,
      Username: 'alice',
      UserAttributes: Object.entries(verified('al@example.com')).map(([Name, Value]) => ({ Name, Value })),
    })
    await pool.user('bob', { attributes: verified(email) })
    laptop.reload()

    const walk = await pool.book.during(() =>
      laptop.auth.signIn({ username: email, password, options: { authFlowType } }),
    )
    // By SRP the server says whose address it is before a device is named; else it says that there is no such device.
    expect(walk).toHaveLength(2)
    await laptop.told('deviceTracked')
    expect((await laptop.auth.fetchAuthSession({ forceRefresh: true })).tokens).toBeDefined()
    expect(await laptop.auth.fetchDevices()).toMatchObject([{ isCurrent: true }])
    expect(await pool.trackedDevices('bob')).toHaveLength(1)
    await laptop.auth.signOut()

    expect(laptop.stored('alice', 'deviceKey')).toBe(deviceId)
    expect(await pool.book.during(() => laptop.auth.signIn({ username: 'alice', password }))).toEqual(
      KNOWN_DEVICE,
    )
  },
)

test.each(['forgetDevice', 'deleteUser'] as const)(
  'after %s no name of its user is left in storage but in what is somebody else’s',
  async (ends) => {
    await using pool = await userPool({ pool: { AliasAttributes: ['email'] } })
    const email = 'alice@example.com'
    const { password } = await pool.user('alice', { attributes: { email, email_verified: 'true' } })
    const laptop = app(pool)
    await laptop.auth.signIn({ username: email, password })
    await laptop.told('deviceTracked')
    expect([...laptop.storage.keys()].join()).toContain(email)

    await laptop.auth[ends]()
    if (ends === 'forgetDevice') await laptop.auth.signOut()

    expect([...laptop.storage]).toEqual([])
  },
)

test.each([
  ['always', false],
  ['opt-in', true],
] as const)(
  'where devices are remembered %s, deviceTracked says whether to ask: %s',
  async (remember, ask) => {
    await using pool = await userPool({ remember })
    const { username, password } = await pool.user('alice')
    const laptop = app(pool)
    await laptop.auth.signIn({ username, password })
    expect((await laptop.told('deviceTracked')).userConfirmationNecessary).toBe(ask)
  },
)

test('a device whose keys stand under the name that was typed, as aws-amplify leaves them, is found by SRP too', async () => {
  await using pool = await userPool({ pool: { AliasAttributes: ['email'] } })
  const email = 'alice@example.com'
  const { password } = await pool.user('alice', { attributes: { email, email_verified: 'true' } })
  const laptop = app(pool)
  await laptop.auth.signIn({ username: 'alice', password })
  const { deviceId } = await laptop.told('deviceTracked')
  await laptop.auth.signOut()
  for (const name of ['deviceKey', 'deviceGroupKey', 'randomPasswordKey']) {
    laptop.store(email, name, given(laptop.stored('alice', name)))
    laptop.remove('alice', name)
  }

  expect(await pool.book.during(() => laptop.auth.signIn({ username: email, password }))).toEqual(
    KNOWN_DEVICE,
  )
  await laptop.auth.rememberDevice()
  expect(await laptop.auth.getCurrentDevice()).toMatchObject({ id: deviceId, isCurrent: true })
  expect((await laptop.auth.fetchAuthSession({ forceRefresh: true })).tokens).toBeDefined()
})

test('a user who chooses the password as first factor stays on the same device', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  const signIn = async () => {
    await laptop.auth.signIn({ username, options: { authFlowType: 'USER_AUTH' } })
    await laptop.auth.confirmSignIn({ challengeResponse: 'PASSWORD' })
    await laptop.auth.confirmSignIn({ challengeResponse: password })
  }
  await signIn()
  const { deviceId } = await laptop.told('deviceTracked')
  await laptop.auth.signOut()
  await signIn()
  await laptop.auth.getCurrentDevice()

  expect(await pool.trackedDevices('alice')).toEqual([deviceId])
  expect(laptop.stored('alice', 'deviceKey')).toBe(deviceId)
})

test('a user who must choose a new password stays on the same device', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  const { deviceId } = await laptop.told('deviceTracked')
  await laptop.auth.signOut()
  const reset = {
    UserPoolId: pool.poolId,
    Username: username,
    Password: 'Temporary-horse-2',
    Permanent: false,
  }
  await pool.admin.adminSetUserPassword(reset)

  await laptop.auth.signIn({ username, password: reset.Password })
  await laptop.auth.confirmSignIn({ challengeResponse: 'Lasting-horse-2' })
  await laptop.auth.getCurrentDevice()

  expect(laptop.stored('alice', 'deviceKey')).toBe(deviceId)
})
