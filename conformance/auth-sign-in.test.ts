import { describe, expect, test, vi } from 'vitest'
import { app, tokensIn } from './auth.js'
import { userPool } from './pool-server.js'
import { type ScriptedServer, scriptedServer, tokens } from './scripted-server.js'
import { KNOWN_DEVICE } from './walks.js'

vi.setConfig({ testTimeout: 60_000 })

/** Sign-ins of @latchkey/auth: done once, and never with less than the app asked for. */

test('a double click on the button signs in on one device, which is tracked', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)

  const outputs = await Promise.all([1, 2].map(() => laptop.auth.signIn({ username, password })))

  expect(outputs.map(({ isSignedIn }) => isSignedIn)).toEqual([true, true])
  const session = await laptop.auth.fetchAuthSession()
  const deviceId = session.tokens?.accessToken.payload.device_key
  await expect.poll(() => laptop.stored('alice', 'deviceKey')).toBe(deviceId)
  await expect.poll(() => laptop.stored('alice', 'pendingDevice')).toBeUndefined()
  expect(await pool.trackedDevices('alice')).toContain(deviceId)
  expect((await laptop.auth.fetchAuthSession({ forceRefresh: true })).tokens).toBeDefined()
  expect(await laptop.auth.getCurrentDevice()).toMatchObject({ id: deviceId })
  await laptop.auth.signOut()
  expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(KNOWN_DEVICE)
})

test('autoSignIn that is called twice at once, as React does in development, signs in once', async () => {
  await using pool = await userPool({ pool: { AutoVerifiedAttributes: ['email'] } })
  const laptop = app(pool)
  const username = 'carol'
  const userAttributes = { email: 'carol@example.com' }
  await laptop.auth.signUp({
    username,
    password: 'Correct-horse-1',
    options: { userAttributes, autoSignIn: true },
  })
  const { nextStep } = await laptop.auth.confirmSignUp({
    username,
    confirmationCode: await pool.latestCode(username),
  })
  expect(nextStep).toEqual({ signUpStep: 'COMPLETE_AUTO_SIGN_IN' })

  const outputs = await Promise.all([laptop.auth.autoSignIn(), laptop.auth.autoSignIn()])

  expect(outputs.map(({ isSignedIn }) => isSignedIn)).toEqual([true, true])
  expect(pool.book.times('InitiateAuth')).toBe(1)
  await laptop.told('deviceTracked')
  expect(laptop.events.filter(({ type }) => type === 'signedIn')).toHaveLength(1)
  await expect(laptop.auth.autoSignIn()).rejects.toMatchObject({ name: 'AutoSignInException' })
})

describe('where the password is to be proved and not sent, a server that answers', () => {
  const PASSWORD = 'Correct-horse-1'
  const challenge = (ChallengeName: string) => ({
    ChallengeName,
    Session: 'a session',
    ChallengeParameters: {},
  })
  const others = [
    'PASSWORD',
    'PASSWORD_SRP',
    'EMAIL_OTP',
    'SMS_MFA',
    'CUSTOM_CHALLENGE',
    'NEW_PASSWORD_REQUIRED',
  ]
  const answers: [what: string, answer: object][] = [
    ['tokens', tokens()],
    ['nothing', {}],
    ...others.map((name): [string, object] => [name, challenge(name)]),
  ]
  const refused = {
    name: 'SignInException',
    message: expect.stringContaining('is refused'),
    recoverySuggestion: expect.stringContaining('Do not go on with this server'),
  }
  const appOf = ({ url }: ScriptedServer) => app({ url, poolId: 'eu-west-1_Scripted1', clientId: 'app' })

  test.each(answers)('%s to a preference for it is refused, and gets nothing more', async (_what, answer) => {
    await using server = await scriptedServer()
    const laptop = appOf(server)
    server.play([answer, challenge('PASSWORD')])
    const options = { authFlowType: 'USER_AUTH', preferredChallenge: 'PASSWORD_SRP' } as const

    await expect(
      laptop.auth.signIn({ username: 'alice', password: PASSWORD, options }),
    ).rejects.toMatchObject(refused)
    await expect(laptop.auth.confirmSignIn({ challengeResponse: PASSWORD })).rejects.toMatchObject({
      name: 'SignInException',
    })

    expect(server.asked.map(({ operation }) => operation)).toEqual(['InitiateAuth'])
    expect(JSON.stringify(server.asked)).not.toContain(PASSWORD)
    expect(tokensIn(laptop.storage)).toEqual([])
  })

  test('a choice of first factors to a preference for it lets the user choose', async () => {
    await using server = await scriptedServer()
    const laptop = appOf(server)
    server.play([{ ...challenge('SELECT_CHALLENGE'), AvailableChallenges: ['EMAIL_OTP'] }])
    const options = { authFlowType: 'USER_AUTH', preferredChallenge: 'PASSWORD_SRP' } as const

    const { nextStep } = await laptop.auth.signIn({ username: 'alice', password: PASSWORD, options })

    expect(nextStep).toEqual({
      signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION',
      availableChallenges: ['EMAIL_OTP'],
    })
    expect(JSON.stringify(server.asked)).not.toContain(PASSWORD)
  })

  test.each([...answers, ['SELECT_CHALLENGE', challenge('SELECT_CHALLENGE')] as (typeof answers)[number]])(
    '%s to a choice of it is refused',
    async (_what, answer) => {
      await using server = await scriptedServer()
      const laptop = appOf(server)
      server.play([challenge('SELECT_CHALLENGE'), answer])
      await laptop.auth.signIn({ username: 'alice', options: { authFlowType: 'USER_AUTH' } })
      await laptop.auth.confirmSignIn({ challengeResponse: 'PASSWORD_SRP' })

      await expect(laptop.auth.confirmSignIn({ challengeResponse: PASSWORD })).rejects.toMatchObject(refused)

      expect(server.asked.at(-1)?.request).toMatchObject({ ChallengeResponses: { ANSWER: 'PASSWORD_SRP' } })
      expect(server.asked).toHaveLength(2)
      expect(JSON.stringify(server.asked)).not.toContain(PASSWORD)
      expect(tokensIn(laptop.storage)).toEqual([])
    },
  )

  test.each(answers)('%s to a sign-in of the app’s own with it is refused', async (_what, answer) => {
    await using server = await scriptedServer()
    const laptop = appOf(server)
    server.play([answer])
    const options = { authFlowType: 'CUSTOM_WITH_SRP' } as const

    await expect(
      laptop.auth.signIn({ username: 'alice', password: PASSWORD, options }),
    ).rejects.toMatchObject(refused)

    expect(JSON.stringify(server.asked)).not.toContain(PASSWORD)
    expect(tokensIn(laptop.storage)).toEqual([])
  })
})
