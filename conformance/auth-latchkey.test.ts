import { expect, test, vi } from 'vitest'
import { type App, app, tokensIn } from './auth.js'
import { type UserPool, userPool } from './pool-server.js'
import { scriptedServer, tokens } from './scripted-server.js'

vi.setConfig({ testTimeout: 60_000 })

/** What @latchkey/auth does with a server that can more than Amazon Cognito. */

const ALICE = { username: 'alice', password: 'Correct-horse-1' }

async function entered(pool: UserPool, name: string): Promise<{ device: App; id: string }> {
  const device = app(pool, { deviceName: name })
  await device.auth.signIn(ALICE)
  const { deviceId } = await device.told('deviceTracked')
  return { device, id: deviceId }
}

/** Alice's laptop, the phone that she has had before, and the server of both. */
async function household(options: Parameters<typeof userPool>[0] = {}) {
  const pool = await userPool({ remember: 'opt-in', ...options })
  await pool.user('alice', { attributes: { email: 'alice@example.com', email_verified: 'true' } })
  const phone = await entered(pool, 'Phone')
  const laptop = await entered(pool, 'Laptop')
  return { pool, phone, laptop, [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose]() }
}

const isSignedIn = async ({ device }: { device: App }) =>
  device.auth.fetchUserAttributes().then(
    () => true,
    () => false,
  )

test('a user sees all tracked devices, this one first, remembered or not, and what is known of each', async () => {
  await using story = await household()
  const { phone, laptop } = story
  await phone.device.auth.rememberDevice()
  const devices = await laptop.device.latchkey.fetchTrackedDevices()
  expect(devices).toMatchObject([
    { id: laptop.id, name: 'Laptop', isCurrent: true, isRemembered: false, state: 'notRemembered' },
    { id: phone.id, name: 'Phone', isCurrent: false, isRemembered: true, state: 'remembered' },
  ])
  for (const device of devices)
    expect(device).toMatchObject({
      openSessions: 1,
      ipAddress: expect.stringMatching(/^(?:::ffff:)?127\.0\.0\.1$|^::1$/),
      firstTrackedDate: expect.any(Date),
      lastAuthenticatedDate: expect.any(Date),
      lastModifiedDate: expect.any(Date),
    })
})

test('another device is renamed from here, and its timeline says so', async () => {
  await using story = await household()
  const { phone, laptop } = story
  const { latchkey } = laptop.device
  const name = '<b>Phone</b> of אליס'
  await latchkey.renameDevice({ device: { id: phone.id }, name })
  expect((await latchkey.fetchTrackedDevices()).map((device) => device.name)).toEqual(['Laptop', name])
  const { events } = await latchkey.fetchTimeline({ device: { id: phone.id } })
  expect(events[0]).toMatchObject({
    kind: 'deviceRenamed',
    outcome: 'pass',
    deviceId: phone.id,
    date: expect.any(Date),
  })
  const first = await latchkey.fetchTimeline({ pageSize: 1 })
  expect(first.events).toHaveLength(1)
  expect((await latchkey.fetchTimeline({ nextToken: String(first.nextToken) })).events).not.toContainEqual(
    first.events[0],
  )

  for (const wrong of ['', 'x'.repeat(1025)])
    await expect(latchkey.renameDevice({ device: { id: phone.id }, name: wrong })).rejects.toMatchObject({
      name: 'InvalidDeviceName',
    })
  await expect(latchkey.renameDevice({ device: { id: phone.id }, name: 'Two\nlines' })).rejects.toMatchObject(
    { name: 'InvalidParameterException' },
  )
})

test('another device is signed out at once; this one, too, and here nothing of it is left', async () => {
  await using story = await household()
  const { phone, laptop } = story
  await laptop.device.latchkey.signOutDevice({ device: { id: phone.id } })
  expect(await isSignedIn(phone)).toBe(false)
  expect(laptop.device.events.at(-1)).toEqual({ type: 'deviceForgotten', deviceId: phone.id })
  await expect(laptop.device.latchkey.signOutDevice({ device: { id: phone.id } })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })

  await laptop.device.latchkey.signOutDevice({ device: { id: laptop.id } })
  expect(laptop.device.events.slice(-2).map(({ type }) => type)).toEqual(['deviceForgotten', 'signedOut'])
  expect(tokensIn(laptop.device.storage)).toEqual([])
  expect([...laptop.device.storage.keys()].filter((key) => /device|randomPassword/i.test(key))).toEqual([])
  expect(await laptop.device.auth.fetchAuthSession()).toEqual({})
})

test('all others are forgotten and signed out; with this one, nobody is signed in anywhere', async () => {
  await using story = await household()
  const { pool, phone, laptop } = story
  const { latchkey } = laptop.device
  expect(await latchkey.forgetOtherDevices()).toEqual({ forgotten: 1 })
  expect([await isSignedIn(phone), await isSignedIn(laptop)]).toEqual([false, true])
  expect(await latchkey.forgetOtherDevices({ includeThisDevice: true })).toEqual({ forgotten: 1 })
  expect(tokensIn(laptop.device.storage)).toEqual([])
  expect(await pool.trackedDevices('alice')).toEqual([])
})

test('“This wasn’t me”: the device is out, and the user chooses another password right here', async () => {
  await using story = await household()
  const { phone, laptop } = story
  const { auth, latchkey } = laptop.device
  const device = { id: phone.id }
  expect(await latchkey.reportDevice({ device })).toEqual({ passwordChange: 'required' })
  expect(await isSignedIn(phone)).toBe(false)
  await expect(auth.fetchUserAttributes()).rejects.toMatchObject({ name: 'PasswordResetRequiredException' })
  expect(await latchkey.fetchTrackedDevices()).toHaveLength(1)

  await auth.updatePassword({ oldPassword: ALICE.password, newPassword: 'Another-horse-2' })
  expect(await isSignedIn(laptop)).toBe(true)
  await phone.device.auth.signOut()
  await expect(phone.device.auth.signIn(ALICE)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await phone.device.auth.signIn({ ...ALICE, password: 'Another-horse-2' })

  await expect(latchkey.reportDevice({ device: { id: laptop.id } })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining('This session is on the device that is reported.'),
  })
})

test('with a server that is not Latchkey, each says that it takes one, and what to use instead', async () => {
  await using cognito = await scriptedServer()
  const { auth, latchkey } = app({ url: cognito.url, poolId: 'local_Pool1', clientId: 'client1' })
  cognito.play([tokens()])
  await auth.signIn({ ...ALICE, options: { authFlowType: 'USER_PASSWORD_AUTH' } })
  const device = { id: 'local_1' }
  for (const call of [
    () => latchkey.fetchTrackedDevices(),
    () => latchkey.fetchTimeline(),
    () => latchkey.renameDevice({ device, name: 'Laptop' }),
    () => latchkey.signOutDevice({ device }),
    () => latchkey.forgetOtherDevices(),
    () => latchkey.reportDevice({ device }),
  ]) {
    // As Cognito answers a target that it does not know: with no message.
    cognito.play([{ __type: 'UnknownOperationException' }])
    await expect(call()).rejects.toMatchObject({
      name: 'LatchkeyServerRequiredException',
      message: expect.stringMatching(/^This server does not know \w+: that takes a Latchkey server/),
      recoverySuggestion: expect.stringContaining('fetchDevices'),
      underlyingError: { name: 'UnknownOperationException' },
    })
    expect(cognito.asked).toHaveLength(1)
  }
})

test('a server that answers nonsense is no list of devices, and no crash', async () => {
  await using server = await scriptedServer()
  const { auth, latchkey } = app({ url: server.url, poolId: 'local_Pool1', clientId: 'client1' })
  server.play([tokens()])
  await auth.signIn({ ...ALICE, options: { authFlowType: 'USER_PASSWORD_AUTH' } })
  const device = { DeviceKey: 'one', State: 'Remembered', Name: null, LastMfa: null, FirstTrackedDate: null }
  server.play([{ Devices: [null, device], PaginationToken: null }])
  expect(await latchkey.fetchTrackedDevices()).toEqual([
    { id: 'one', state: 'remembered', isCurrent: false, isRemembered: true, openSessions: 0 },
  ])
  server.play([{ Devices: null }])
  expect(await latchkey.fetchTrackedDevices()).toEqual([])
  // The same page for ever.
  server.play(Array.from({ length: 3 }, () => ({ Devices: [], PaginationToken: 'again' })))
  expect(await latchkey.fetchTrackedDevices()).toEqual([])
  expect(server.asked).toHaveLength(2)
  server.play([{}])
  expect(await latchkey.fetchTimeline()).toEqual({ events: [] })
})
