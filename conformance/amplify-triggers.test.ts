import { triggerServer } from '@latchkey/testing'
import { expect, test, vi } from 'vitest'
import { browser, SIGNED_IN } from './amplify.js'
import { userPool } from './pool-server.js'

/** What an app meets in a pool with triggers. */

vi.setConfig({ testTimeout: 60_000 })

test('users whom PreSignUp confirms are done with the sign-up, and others are told why they may not', async () => {
  await using hook = await triggerServer()
  await using pool = await userPool({
    pool: { LambdaConfig: hook.config('PreSignUp'), AutoVerifiedAttributes: ['email'] },
    triggers: hook.settings,
  })
  hook.react = (event) => {
    if (event.userName === 'mallory') throw new Error('Only for staff')
    return { ...event, response: { autoConfirmUser: true, autoVerifyEmail: true } }
  }
  const { auth } = browser(pool)
  const signUp = (username: string) =>
    auth.signUp({
      username,
      password: 'Correct-horse-1',
      options: {
        userAttributes: { email: `${username}@example.com` },
        validationData: { invitation: '4711' },
        clientMetadata: { campaign: 'spring' },
      },
    })
  expect(await signUp('alice')).toMatchObject({ isSignUpComplete: true, nextStep: { signUpStep: 'DONE' } })
  expect(hook.received[0]?.event.request).toMatchObject({
    validationData: { invitation: '4711' },
    clientMetadata: { campaign: 'spring' },
  })
  await expect(signUp('mallory')).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
    message: 'PreSignUp failed with error Only for staff.',
  })
  expect(await auth.signIn({ username: 'alice', password: 'Correct-horse-1' })).toEqual(SIGNED_IN)
})

test('a new device is told of as new, a remembered one as not, and its proof is what the tokens come from', async () => {
  await using hook = await triggerServer()
  await using pool = await userPool({
    pool: { LambdaConfig: hook.config('PostAuthentication', 'PreTokenGeneration') },
    triggers: hook.settings,
  })
  hook.react = (event) =>
    event.triggerSource.startsWith('TokenGeneration')
      ? { ...event, response: { claimsOverrideDetails: { claimsToAddOrOverride: { tenant: 'north' } } } }
      : event
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  const signIn = async () => {
    hook.received.length = 0
    expect(await laptop.auth.signIn({ username, password })).toEqual(SIGNED_IN)
    return hook.received.map(({ event }) => [event.triggerSource, event.request.newDeviceUsed])
  }
  expect(await signIn()).toEqual([
    ['PostAuthentication_Authentication', true],
    ['TokenGeneration_Authentication', undefined],
  ])
  const { tokens } = await laptop.auth.fetchAuthSession()
  expect(tokens?.idToken?.payload.tenant).toBe('north')
  await laptop.auth.signOut()
  expect(await signIn()).toEqual([
    ['PostAuthentication_Authentication', false],
    ['TokenGeneration_AuthenticateDevice', undefined],
  ])
  await laptop.auth.fetchAuthSession({ forceRefresh: true })
  expect(hook.sources().at(-1)).toBe('TokenGeneration_RefreshTokens')
})

test('a user of another directory signs in with the password from there', async () => {
  await using hook = await triggerServer()
  await using pool = await userPool({
    pool: { LambdaConfig: hook.config('UserMigration') },
    triggers: hook.settings,
  })
  hook.react = (event) => ({
    ...event,
    response:
      event.request.password === 'Old-Password-1'
        ? { userAttributes: { email: 'alice@example.com' }, finalUserStatus: 'CONFIRMED' }
        : {},
  })
  const laptop = browser(pool)
  await expect(laptop.enter({ username: 'alice', password: 'wrong' })).rejects.toThrow()
  expect(await laptop.enter({ username: 'alice', password: 'Old-Password-1' })).toEqual(SIGNED_IN)
  // From now on the password is proved without being shown.
  await laptop.auth.signOut()
  expect(await laptop.auth.signIn({ username: 'alice', password: 'Old-Password-1' })).toEqual(SIGNED_IN)
  expect(hook.received).toHaveLength(2)
})
