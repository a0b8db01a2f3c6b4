import { expect, test, vi } from 'vitest'
import { ASKS_FOR_TOTP, browser, SIGNED_IN } from './amplify.js'
import { riddlePool } from './riddle.js'

vi.setConfig({ testTimeout: 60_000 })

const asksTheRiddle = (round: number) => ({
  isSignedIn: false,
  nextStep: {
    signInStep: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE',
    additionalInfo: expect.objectContaining({ question: 'six times nine', round: String(round) }),
  },
})

test('CUSTOM_WITHOUT_SRP: wrong answers may be followed by others, and the device is registered', async () => {
  await using pool = await riddlePool()
  const { username, sub } = await pool.user('alice')
  const laptop = browser(pool)
  const options = { authFlowType: 'CUSTOM_WITHOUT_SRP' } as const

  expect(await laptop.auth.signIn({ username, options })).toMatchObject(asksTheRiddle(0))
  expect(await laptop.auth.confirmSignIn({ challengeResponse: '41' })).toMatchObject(asksTheRiddle(1))
  expect(await laptop.auth.confirmSignIn({ challengeResponse: '42' })).toEqual(SIGNED_IN)

  expect(await laptop.auth.getCurrentUser()).toMatchObject({ username: 'alice', userId: sub })
  const { deviceKey } = laptop.deviceKeys('alice')
  expect(await pool.trackedDevices('alice')).toEqual([deviceKey])
  await laptop.auth.fetchAuthSession({ forceRefresh: true })
})

test('CUSTOM_WITHOUT_SRP: a known device proves itself at the end, and stays the same device', async () => {
  await using pool = await riddlePool()
  const { username } = await pool.user('alice')
  const laptop = browser(pool)
  const options = { authFlowType: 'CUSTOM_WITHOUT_SRP' } as const
  await laptop.auth.signIn({ username, options })
  await laptop.auth.confirmSignIn({ challengeResponse: '42' })
  const keys = laptop.deviceKeys('alice')
  await laptop.auth.signOut()

  await laptop.auth.signIn({ username, options })
  const walk = await pool.book.during(async () => {
    expect(await laptop.auth.confirmSignIn({ challengeResponse: '42' })).toEqual(SIGNED_IN)
  })

  expect(walk).toEqual([
    'RespondToAuthChallenge CUSTOM_CHALLENGE → DEVICE_SRP_AUTH',
    'RespondToAuthChallenge DEVICE_SRP_AUTH → DEVICE_PASSWORD_VERIFIER',
    'RespondToAuthChallenge DEVICE_PASSWORD_VERIFIER → tokens',
  ])
  expect(laptop.deviceKeys('alice')).toEqual(keys)
  expect(await pool.trackedDevices('alice')).toEqual([keys.deviceKey])
})

test('CUSTOM_WITHOUT_SRP: a device that an operator forgot goes on as a new one', async () => {
  await using pool = await riddlePool()
  const { username } = await pool.user('alice')
  const laptop = browser(pool)
  const options = { authFlowType: 'CUSTOM_WITHOUT_SRP' } as const
  await laptop.auth.signIn({ username, options })
  await laptop.auth.confirmSignIn({ challengeResponse: '42' })
  const { deviceKey = '' } = laptop.deviceKeys('alice')
  await laptop.auth.signOut()
  await pool.admin.adminForgetDevice({ UserPoolId: pool.poolId, Username: 'alice', DeviceKey: deviceKey })

  await laptop.auth.signIn({ username, options })
  expect(await laptop.auth.confirmSignIn({ challengeResponse: '42' })).toEqual(SIGNED_IN)

  expect(laptop.deviceKeys('alice').deviceKey).not.toBe(deviceKey)
})

test('CUSTOM_WITH_SRP: the password, the riddle and the second factor, which a known device replaces', async () => {
  await using pool = await riddlePool({ mfa: 'optional' })
  const { username, password, totp } = await pool.user('alice', { totp: true })
  const laptop = browser(pool)
  const options = { authFlowType: 'CUSTOM_WITH_SRP' } as const

  expect(await laptop.auth.signIn({ username, password, options })).toMatchObject(asksTheRiddle(2))
  expect(await laptop.auth.confirmSignIn({ challengeResponse: '42' })).toEqual(ASKS_FOR_TOTP)
  expect(await laptop.auth.confirmSignIn({ challengeResponse: totp() })).toEqual(SIGNED_IN)
  const keys = laptop.deviceKeys('alice')
  await laptop.auth.signOut()

  expect(await laptop.auth.signIn({ username, password, options })).toMatchObject(asksTheRiddle(2))
  expect(await laptop.auth.confirmSignIn({ challengeResponse: '42' })).toEqual(SIGNED_IN)
  expect(laptop.deviceKeys('alice')).toEqual(keys)
})

test('CUSTOM_WITH_SRP: a wrong password never gets to the riddle', async () => {
  await using pool = await riddlePool()
  const { username } = await pool.user('alice')
  const laptop = browser(pool)
  const options = { authFlowType: 'CUSTOM_WITH_SRP' } as const
  await expect(laptop.auth.signIn({ username, password: 'wrong', options })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  })
})

test('the triggers’ refusal ends the sign-in', async () => {
  await using pool = await riddlePool()
  const { username } = await pool.user('alice')
  const laptop = browser(pool)
  await laptop.auth.signIn({ username, options: { authFlowType: 'CUSTOM_WITHOUT_SRP' } })
  for (let each = 1; each < 5; each += 1) await laptop.auth.confirmSignIn({ challengeResponse: 'wrong' })
  await expect(laptop.auth.confirmSignIn({ challengeResponse: 'wrong' })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  })
  expect(laptop.hasTokens()).toBe(false)
})
