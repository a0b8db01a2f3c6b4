import { expect, test, vi } from 'vitest'
import { app } from './auth.js'
import { userPool } from './pool-server.js'
import { KNOWN_DEVICE } from './walks.js'

vi.setConfig({ testTimeout: 60_000 })

/** Sign-in never breaks on what is stored of a device: one recovery, and no loop. */

const STALE_ON_COGNITO = 'NotAuthorizedException'

test('where a stale secret is NotAuthorizedException, as on Cognito, the sign-in begins again as on a new device', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  const { deviceId } = await laptop.told('deviceTracked')
  await laptop.auth.signOut()
  laptop.store('alice', 'randomPasswordKey', 'no longer the secret')
  laptop.reload()

  await pool.book.refusingChallenge('DEVICE_PASSWORD_VERIFIER', STALE_ON_COGNITO, async () => {
    const walk = await pool.book.during(() => laptop.auth.signIn({ username, password }))
    expect(walk.filter((call) => call.startsWith('InitiateAuth'))).toHaveLength(2)
  })

  await laptop.told('deviceTracked')
  expect(laptop.stored('alice', 'deviceKey')).not.toBe(deviceId)
  await laptop.auth.signOut()
  expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(KNOWN_DEVICE)
})

test('a session that ran out in the middle of the proof says nothing about the device: it is kept', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  const { deviceId } = await laptop.told('deviceTracked')
  await laptop.auth.signOut()

  await pool.book.refusingChallenge(
    'DEVICE_PASSWORD_VERIFIER',
    STALE_ON_COGNITO,
    () =>
      expect(laptop.auth.signIn({ username, password })).rejects.toMatchObject({ name: STALE_ON_COGNITO }),
    'Invalid session for the user, session is expired.',
  )
  expect(laptop.stored('alice', 'deviceKey')).toBe(deviceId)
})

test('a stale secret after the second factor: the same code is sent once more, without the device', async () => {
  await using pool = await userPool({ mfa: 'required', deviceReplacesMfa: false })
  const alice = await pool.user('alice', { totp: true })
  const { username, password } = alice
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  await laptop.auth.confirmSignIn({ challengeResponse: alice.totp() })
  await laptop.told('deviceTracked')
  await laptop.auth.signOut()

  await laptop.auth.signIn({ username, password })
  await pool.book.refusingChallenge('DEVICE_PASSWORD_VERIFIER', STALE_ON_COGNITO, async () => {
    const walk = await pool.book.during(() =>
      laptop.auth.confirmSignIn({ challengeResponse: alice.totp() }).catch(() => {}),
    )
    expect(walk.filter((call) => call.includes('SOFTWARE_TOKEN_MFA'))).toHaveLength(2)
  })
  expect(laptop.stored('alice', 'deviceKey')).toBeUndefined()
})

test('a server that always says "Device does not exist." is asked twice, and no more', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  await laptop.told('deviceTracked')
  await laptop.auth.signOut()

  let asked = 0
  const unknownDevice = () => {
    asked += 1
    const body = { __type: 'ResourceNotFoundException', message: 'Device does not exist.' }
    return Response.json(body, { status: 400 })
  }
  await pool.book.answering('RespondToAuthChallenge', unknownDevice, () =>
    expect(laptop.auth.signIn({ username, password })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      recoverySuggestion: expect.any(String),
    }),
  )
  expect(asked).toBe(2)
  expect(laptop.storage.size).toBe(0)
})

test.each(['deviceKey', 'deviceGroupKey', 'randomPasswordKey'])(
  'without %s, the sign-in is one of a new device',
  async (lost) => {
    await using pool = await userPool()
    const { username, password } = await pool.user('alice')
    const laptop = app(pool)
    await laptop.auth.signIn({ username, password })
    const { deviceId } = await laptop.told('deviceTracked')
    await laptop.auth.signOut()
    laptop.remove('alice', lost)
    laptop.reload()

    await laptop.auth.signIn({ username, password })
    expect((await laptop.told('deviceTracked')).deviceId).not.toBe(deviceId)
  },
)

test('what stands in storage where the device should be, but is not one, does no harm', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  laptop.store('alice', 'pendingDevice', '{"deviceKey":')
  laptop.store('alice', 'deviceKey', 'not a key')
  laptop.store('alice', 'deviceGroupKey', '')
  laptop.store('alice', 'randomPasswordKey', ' ')

  await laptop.auth.signIn({ username, password })
  await laptop.told('deviceTracked')
  expect(await laptop.auth.fetchDevices()).toHaveLength(1)
})
