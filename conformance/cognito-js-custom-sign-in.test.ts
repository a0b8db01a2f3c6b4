import { AuthenticationDetails, type CognitoUser } from 'amazon-cognito-identity-js'
import { expect, test, vi } from 'vitest'
import { oldBrowser } from './cognito-js.js'
import { riddlePool } from './riddle.js'

vi.setConfig({ testTimeout: 60_000 })

/** What a step of a custom sign-in comes to: the parameters of the question, or nothing more to ask. */
type Outcome = { question?: string; done?: true }

const outcomeOf = (step: (callbacks: Parameters<CognitoUser['authenticateUser']>[1]) => void) =>
  new Promise<Outcome>((resolve, reject) =>
    step({
      onSuccess: () => resolve({ done: true }),
      onFailure: reject,
      customChallenge: ({ question }) => resolve({ question }),
    }),
  )

const begin = (user: CognitoUser) => {
  const details = new AuthenticationDetails({ Username: user.getUsername() })
  return outcomeOf((callbacks) => user.initiateAuth(details, callbacks))
}

const beginWithPassword = (user: CognitoUser, Password: string) => {
  user.setAuthenticationFlowType('CUSTOM_AUTH')
  const details = new AuthenticationDetails({ Username: user.getUsername(), Password })
  return outcomeOf((callbacks) => user.authenticateUser(details, callbacks))
}

const answer = (user: CognitoUser, text: string) =>
  outcomeOf((callbacks) => user.sendCustomChallengeAnswer(text, callbacks))

const ASKS = { question: 'six times nine' }

test('a riddle alone signs in, after a wrong answer too', async () => {
  await using pool = await riddlePool()
  const { username } = await pool.user('alice')
  const laptop = oldBrowser(pool)
  const user = laptop.user(username)
  expect(await begin(user)).toEqual(ASKS)
  expect(await answer(user, '41')).toEqual(ASKS)
  expect(await answer(user, '42')).toEqual({ done: true })
  expect(laptop.hasTokens()).toBe(true)
})

test('after a password and a riddle a device is tracked, and proves itself the next time', async () => {
  await using pool = await riddlePool()
  const { username, password } = await pool.user('alice')
  const laptop = oldBrowser(pool)
  const signIn = async () => {
    const user = laptop.user(username)
    expect(await beginWithPassword(user, password)).toEqual(ASKS)
    expect(await answer(user, '42')).toEqual({ done: true })
  }
  await signIn()
  const deviceKey = laptop.deviceKey('alice')
  expect(await pool.trackedDevices('alice')).toEqual([deviceKey])

  const walk = await pool.book.during(signIn)

  expect(walk.slice(-2)).toEqual([
    'RespondToAuthChallenge DEVICE_SRP_AUTH → DEVICE_PASSWORD_VERIFIER',
    'RespondToAuthChallenge DEVICE_PASSWORD_VERIFIER → tokens',
  ])
  expect(laptop.deviceKey('alice')).toBe(deviceKey)
})
