import { configure, decodeJWT, type KeyValueStorage, signIn } from '@latchkey/auth'
import { memoryStorage } from '@latchkey/auth/cognito'
import { N } from '@latchkey/srp'
import { describe, expect, test, vi } from 'vitest'
import { app, mapStorage, tokensIn } from './auth.js'
import { userPool } from './pool-server.js'
import { type ScriptedServer, scriptedServer, tokens } from './scripted-server.js'

vi.setConfig({ testTimeout: 60_000 })

/** What @latchkey/auth makes of what it should not have been given. Every error says what to do. */

const pool = (Cognito: object) => ({ Auth: { Cognito } }) as Parameters<typeof configure>[0]
const good = { userPoolId: 'local_Sample1', userPoolClientId: 'sampleclient' }

describe('a configuration', () => {
  test.each([
    [{ ...good, userPoolId: 'Sample1' }, 'InvalidUserPoolId'],
    [{ ...good, userPoolId: 'local_' }, 'InvalidUserPoolId'],
    [{ ...good, userPoolId: 'local_Sample1_2 ' }, 'InvalidUserPoolId'],
    [{ ...good, userPoolId: `local_${'x'.repeat(60)}` }, 'InvalidUserPoolId'],
    [{ ...good, userPoolId: 7 }, 'InvalidUserPoolId'],
    [{ userPoolClientId: 'sampleclient' }, 'InvalidUserPoolId'],
    [{ userPoolId: 'local_Sample1' }, 'InvalidUserPoolClientId'],
    [{ ...good, userPoolClientId: 'two words' }, 'InvalidUserPoolClientId'],
    [{ ...good, userPoolEndpoint: '127.0.0.1:9229' }, 'InvalidUserPoolEndpoint'],
    [{ ...good, userPoolEndpoint: 'ftp://127.0.0.1' }, 'InvalidUserPoolEndpoint'],
    [{ ...good, userPoolEndpoint: 'javascript:alert(1)' }, 'InvalidUserPoolEndpoint'],
    [{ ...good, userPoolEndpoint: 'http://' }, 'InvalidUserPoolEndpoint'],
  ])('%j is refused at once: %s', (cognito, name) => {
    expect(() => configure(pool(cognito))).toThrow(
      expect.objectContaining({
        name,
        recoverySuggestion: 'Correct the object that is passed to configure().',
      }),
    )
  })

  test.each([
    ['of Amplify Gen 2', { version: '1', auth: { user_pool_id: 'local_A1', user_pool_client_id: 'app' } }],
    ['of Amplify Gen 1', { aws_user_pools_id: 'local_A1', aws_user_pools_web_client_id: 'app' }],
    ['of a ResourcesConfig', pool({ userPoolId: 'local_A1', userPoolClientId: 'app', loginWith: {} })],
  ])('%s is taken, with an endpoint beside it', async (_name, config) => {
    const asked: string[] = []
    vi.stubGlobal('fetch', async (url: string, { body }: { body: string }) => {
      asked.push(url, JSON.parse(body).ClientId)
      return Response.json({ __type: 'NotAuthorizedException', message: 'No.' }, { status: 400 })
    })
    configure(config, { userPoolEndpoint: 'http://127.0.0.1:1/pools' })
    await expect(signIn({ username: 'alice', password: 'x' })).rejects.toMatchObject({ message: 'No.' })
    expect(asked).toEqual(['http://127.0.0.1:1/pools', 'app'])
    configure(config)
    await expect(signIn({ username: 'alice', password: 'x' })).rejects.toThrow()
    expect(asked[2]).toBe('https://cognito-idp.local.amazonaws.com/')
    vi.unstubAllGlobals()
  })

  test('without a user pool leaves the library as it was before: it says what is missing', async () => {
    configure({})
    await expect(signIn({ username: 'alice', password: 'x' })).rejects.toMatchObject({
      name: 'AuthUserPoolException',
      recoverySuggestion: expect.stringContaining('configure()'),
    })
  })
})

describe('a server', () => {
  test('that does not answer is a NetworkError that names it', async () => {
    configure(pool({ ...good, userPoolEndpoint: 'http://127.0.0.1:9' }), { keyValueStorage: memoryStorage() })
    await expect(signIn({ username: 'alice', password: 'x' })).rejects.toMatchObject({
      name: 'NetworkError',
      recoverySuggestion: expect.stringContaining('http://127.0.0.1:9'),
    })
  })

  test.each([
    ['HTML', () => new Response('<!doctype html><title>Welcome</title>', { status: 200 })],
    ['HTML with an error', () => new Response('<h1>404</h1>', { status: 404 })],
    ['nothing', () => new Response('', { status: 404 })],
    ['null', () => Response.json(null)],
    ['a list', () => Response.json([])],
    ['a text', () => Response.json('hello')],
  ])('that answers %s is an UnexpectedResponseException', async (_what, answer) => {
    await using place = await userPool()
    const { username, password } = await place.user('alice')
    const laptop = app(place)
    await place.book.answering('InitiateAuth', answer, () =>
      expect(laptop.auth.signIn({ username, password })).rejects.toMatchObject({
        name: 'UnexpectedResponseException',
        recoverySuggestion: expect.stringContaining('userPoolEndpoint'),
      }),
    )
    expect(laptop.storage.size).toBe(0)
  })

  test.each([
    ['no tokens at all', { AuthenticationResult: {} }],
    ['a token that is none', { AuthenticationResult: { AccessToken: 'abc' } }],
    ['a token of rubbish', { AuthenticationResult: { AccessToken: 'a.b.c', RefreshToken: 'r' } }],
    [
      'an ID token that is none',
      { AuthenticationResult: { AccessToken: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.x', IdToken: '..' } },
    ],
  ])('that pays out %s leaves no half-stored session', async (_what, answer) => {
    await using place = await userPool()
    const { username, password } = await place.user('alice')
    const laptop = app(place)
    const wrongTokens = () => Response.json(answer)
    await place.book.answering('InitiateAuth', wrongTokens, () =>
      expect(
        laptop.auth.signIn({ username, password, options: { authFlowType: 'USER_PASSWORD_AUTH' } }),
      ).rejects.toMatchObject({ name: 'UnexpectedResponseException' }),
    )
    expect(laptop.storage.size).toBe(0)
  })
})

const SCRIPTED = { poolId: 'eu-west-1_Scripted1', clientId: 'app' }
const appOf = ({ url }: ScriptedServer) => app({ ...SCRIPTED, url })
const IN_THE_CLEAR = {
  username: 'alice',
  password: 'Correct-horse-1',
  options: { authFlowType: 'USER_PASSWORD_AUTH' },
} as const

describe('an answer', () => {
  type Act = (auth: ReturnType<typeof app>['auth']) => Promise<unknown>
  const nowhere = { resetPasswordStep: 'CONFIRM_RESET_PASSWORD_WITH_CODE', codeDeliveryDetails: {} }
  const answers: [member: string, wrong: unknown, act: Act, output: unknown][] = [
    ...[null, {}, 'text', 5].flatMap((wrong): typeof answers => [
      ['Devices', wrong, (auth) => auth.fetchDevices(), []],
      ['Credentials', wrong, (auth) => auth.listWebAuthnCredentials(), { credentials: [] }],
      ['UserAttributes', wrong, (auth) => auth.fetchUserAttributes(), {}],
      [
        'CodeDeliveryDetailsList',
        wrong,
        (auth) => auth.updateUserAttributes({ userAttributes: { nickname: 'Al' } }),
        { nickname: { isUpdated: true, nextStep: { updateAttributeStep: 'DONE' } } },
      ],
      [
        'CodeDeliveryDetails',
        wrong,
        (auth) => auth.resetPassword({ username: 'alice' }),
        { isPasswordReset: false, nextStep: nowhere },
      ],
    ]),
    ['UserMFASettingList', null, (auth) => auth.fetchMFAPreference(), {}],
    ['UserMFASettingList', 'SMS_MFA', (auth) => auth.fetchMFAPreference(), { enabled: [] }],
    ['UserMFASettingList', ['constructor'], (auth) => auth.fetchMFAPreference(), { enabled: [] }],
    ['PreferredMfaSetting', 'constructor', (auth) => auth.fetchMFAPreference(), {}],
  ]

  test.each(answers)('whose %s is %j is taken as one without', async (member, wrong, act, output) => {
    await using server = await scriptedServer()
    const { auth } = appOf(server)
    server.play([tokens(), { [member]: wrong }])
    await auth.signIn(IN_THE_CLEAR)

    expect(await act(auth)).toEqual(output)
  })

  test.each([null, {}, 'text', [], 5])(
    'whose tokens are %j ends no session',
    async (AuthenticationResult) => {
      await using server = await scriptedServer()
      const { auth } = appOf(server)
      server.play([tokens(), { AuthenticationResult }])
      await auth.signIn(IN_THE_CLEAR)

      await expect(auth.fetchAuthSession({ forceRefresh: true })).rejects.toMatchObject({
        name: 'UnexpectedResponseException',
        recoverySuggestion: expect.any(String),
      })
      expect((await auth.fetchAuthSession()).tokens).toBeDefined()
    },
  )

  test.each([null, {}, 'text', 5])('whose new device is %j is one without', async (NewDeviceMetadata) => {
    await using server = await scriptedServer()
    const laptop = appOf(server)
    const { AuthenticationResult } = tokens()
    server.play([{ AuthenticationResult: { ...AuthenticationResult, NewDeviceMetadata } }])

    expect(await laptop.auth.signIn(IN_THE_CLEAR)).toMatchObject({ isSignedIn: true })

    expect(laptop.stored('alice', 'pendingDevice')).toBeUndefined()
    expect(server.asked.map(({ operation }) => operation)).toEqual(['InitiateAuth'])
  })

  test.each([undefined, null, 'text'])('that shows %j as a device is one of no device', async (Device) => {
    await using server = await scriptedServer()
    const laptop = appOf(server)
    server.play([tokens(), { Devices: [] }, { Device }])
    await laptop.auth.signIn(IN_THE_CLEAR)
    laptop.store('alice', 'deviceKey', 'eu-west-1_0f0e')
    laptop.store('alice', 'deviceGroupKey', 'a group')
    laptop.store('alice', 'randomPasswordKey', 'a secret')

    expect(await laptop.auth.getCurrentDevice()).toBeUndefined()
    expect(server.asked.at(-1)?.operation).toBe('GetDevice')
  })

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'with %s as the code of an error is an error like any other',
    async (__type) => {
      await using server = await scriptedServer()
      const { auth } = appOf(server)
      server.play([JSON.parse(`{ "__type": "${__type}", "message": "This is it." }`)])
      await expect(auth.resetPassword({ username: 'alice' })).rejects.toMatchObject({
        name: __type,
        code: __type,
        message: 'This is it.',
        recoverySuggestion: expect.any(String),
      })
    },
  )

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'with %s as the name of a challenge is refused, and cannot be answered',
    async (ChallengeName) => {
      await using server = await scriptedServer()
      const { auth } = appOf(server)
      server.play([{ ChallengeName, Session: 'a session', ChallengeParameters: {} }])
      await expect(auth.signIn(IN_THE_CLEAR)).rejects.toMatchObject({
        name: 'SignInException',
        message: expect.stringContaining(ChallengeName),
      })
      await expect(auth.confirmSignIn({ challengeResponse: '123456' })).rejects.toMatchObject({
        name: 'SignInException',
      })
      expect(server.asked).toHaveLength(1)
    },
  )

  test('with names of no second factor in a choice of them leaves them out', async () => {
    await using server = await scriptedServer()
    const { auth } = appOf(server)
    const MFAS_CAN_CHOOSE = '["constructor","SMS_MFA","__proto__","FAX_MFA","SOFTWARE_TOKEN_MFA"]'
    server.play([
      { ChallengeName: 'SELECT_MFA_TYPE', Session: 'a session', ChallengeParameters: { MFAS_CAN_CHOOSE } },
    ])

    expect((await auth.signIn(IN_THE_CLEAR)).nextStep).toEqual({
      signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION',
      allowedMFATypes: ['SMS', 'TOTP'],
    })
  })

  test.each(['SMS_MFA', 'EMAIL_OTP', 'SELECT_MFA_TYPE', 'NEW_PASSWORD_REQUIRED', 'CUSTOM_CHALLENGE'])(
    'with %s and null in the place of its parameters asks for it all the same',
    async (ChallengeName) => {
      await using server = await scriptedServer()
      const { auth } = appOf(server)
      server.play([{ ChallengeName, Session: 'a session', ChallengeParameters: null }])

      expect(await auth.signIn(IN_THE_CLEAR)).toMatchObject({ isSignedIn: false })
    },
  )
})

describe('a challenge by SRP', () => {
  const parameters: [string, Record<string, unknown>][] = [
    ['SRP_B of 0', { SRP_B: '0' }],
    ['SRP_B of N', { SRP_B: N.toString(16) }],
    ['SRP_B of 2N', { SRP_B: (2n * N).toString(16) }],
    ['SRP_B that is no hex', { SRP_B: 'xyz' }],
    ['SRP_B that is endless', { SRP_B: 'f'.repeat(5000) }],
    ['SRP_B that is empty', { SRP_B: '' }],
    ['SRP_B that is null', { SRP_B: null }],
    ['SRP_B that is no text', { SRP_B: { a: 1 } }],
    ['a salt that is no hex', { SALT: 'salt' }],
    ['a salt that is empty', { SALT: '' }],
    ['a salt that is null', { SALT: null }],
    ['a salt that is a number', { SALT: 5 }],
    ['a secret block that is no base64', { SECRET_BLOCK: '???' }],
    ['a secret block that is empty', { SECRET_BLOCK: '' }],
    ['a secret block that is null', { SECRET_BLOCK: null }],
  ]

  test.each(parameters)(
    'of the password with %s is refused, and nothing is answered to it',
    async (_what, wrong) => {
      await using place = await userPool({ remember: 'off' })
      const { username, password } = await place.user('alice')
      const laptop = app(place)
      const walk = await place.book.during(() =>
        place.book.rewriting(
          'InitiateAuth',
          (answer) => ({ ...answer, ChallengeParameters: { ...answer.ChallengeParameters, ...wrong } }),
          () =>
            expect(laptop.auth.signIn({ username, password })).rejects.toMatchObject({
              name: 'SignInException',
              message: expect.stringContaining('is refused'),
              recoverySuggestion: expect.stringContaining('Do not go on with this server'),
            }),
        ),
      )
      expect(walk).toHaveLength(1)
      expect(laptop.storage.size).toBe(0)
    },
  )

  test.each(parameters)('of the device with %s is refused, and the device is kept', async (_what, wrong) => {
    await using place = await userPool()
    const { username, password } = await place.user('alice')
    const laptop = app(place)
    await laptop.auth.signIn({ username, password })
    const { deviceId } = await laptop.told('deviceTracked')
    await laptop.auth.signOut()
    await place.book.rewriting(
      'RespondToAuthChallenge',
      (answer) =>
        answer.ChallengeName === 'DEVICE_PASSWORD_VERIFIER'
          ? { ...answer, ChallengeParameters: { ...answer.ChallengeParameters, ...wrong } }
          : answer,
      () =>
        expect(laptop.auth.signIn({ username, password })).rejects.toMatchObject({ name: 'SignInException' }),
    )
    expect(laptop.stored('alice', 'deviceKey')).toBe(deviceId)
  })

  test('of the device that is followed by another one than its own is refused', async () => {
    await using place = await userPool()
    const { username, password } = await place.user('alice')
    const laptop = app(place)
    await laptop.auth.signIn({ username, password })
    await laptop.told('deviceTracked')
    await laptop.auth.signOut()
    await place.book.rewriting(
      'RespondToAuthChallenge',
      (answer) =>
        answer.ChallengeName === 'DEVICE_PASSWORD_VERIFIER'
          ? { ...answer, ChallengeName: 'PASSWORD_VERIFIER' }
          : answer,
      () =>
        expect(laptop.auth.signIn({ username, password })).rejects.toMatchObject({
          name: 'SignInException',
          message: expect.stringContaining('PASSWORD_VERIFIER follows DEVICE_SRP_AUTH'),
        }),
    )
  })

  test.each(['SMS_MFA', 'DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER', 'SELECT_CHALLENGE', 'constructor'])(
    'that is %s instead is refused',
    async (ChallengeName) => {
      await using place = await userPool()
      const { username, password } = await place.user('alice')
      const laptop = app(place)
      await place.book.rewriting(
        'InitiateAuth',
        (answer) => ({ ...answer, ChallengeName }),
        () =>
          expect(laptop.auth.signIn({ username, password })).rejects.toMatchObject({
            name: 'SignInException',
          }),
      )
    },
  )

  test('that is skipped is refused: a server that pays out tokens for nothing has not proved to know the password', async () => {
    await using place = await userPool({ remember: 'off' })
    const { username, password } = await place.user('alice')
    const laptop = app(place)
    await laptop.auth.signIn({ username, password, options: { authFlowType: 'USER_PASSWORD_AUTH' } })
    const { answer } = place.book.last('InitiateAuth')
    await laptop.auth.signOut()
    await place.book.answering(
      'InitiateAuth',
      () => Response.json(answer),
      () =>
        expect(laptop.auth.signIn({ username, password })).rejects.toMatchObject({ name: 'SignInException' }),
    )
    expect([...laptop.storage.keys()].filter((key) => key.endsWith('Token'))).toEqual([])
  })

  test('without USER_ID_FOR_SRP is refused under aws-amplify’s name for it', async () => {
    await using place = await userPool()
    const { username, password } = await place.user('alice')
    const { SECRET_BLOCK, SALT, SRP_B } = { SECRET_BLOCK: 'AAAA', SALT: '1', SRP_B: '2' }
    await place.book.rewriting(
      'InitiateAuth',
      (answer) => ({ ...answer, ChallengeParameters: { SECRET_BLOCK, SALT, SRP_B } }),
      () =>
        expect(app(place).auth.signIn({ username, password })).rejects.toMatchObject({
          name: 'EmptyUserIdForSRPException',
        }),
    )
  })
})

describe('an input', () => {
  test('that is missing is refused under aws-amplify’s names, before anything is sent', async () => {
    await using place = await userPool()
    const { auth } = app(place)
    const cases: [() => Promise<unknown>, string][] = [
      [() => auth.signIn({ username: '', password: 'x' }), 'EmptySignInUsername'],
      [() => auth.signIn({ username: 'alice' }), 'EmptySignInPassword'],
      [
        () => auth.signIn({ username: 'a', password: 'x', options: { authFlowType: 'CUSTOM_WITHOUT_SRP' } }),
        'CustomAuthSignInPassword',
      ],
      [() => auth.confirmSignIn({ challengeResponse: '' }), 'EmptyChallengeResponse'],
      [() => auth.confirmSignIn({ challengeResponse: '123456' }), 'SignInException'],
      [() => auth.autoSignIn(), 'AutoSignInException'],
      [() => auth.signUp({ username: '' }), 'EmptySignUpUsername'],
      [() => auth.confirmSignUp({ username: '', confirmationCode: '1' }), 'EmptyConfirmSignUpUsername'],
      [() => auth.confirmSignUp({ username: 'a', confirmationCode: '' }), 'EmptyConfirmSignUpCode'],
      [() => auth.resendSignUpCode({ username: '' }), 'EmptyresendSignUpCodeUsername'],
      [() => auth.resetPassword({ username: '' }), 'EmptyResetPasswordUsername'],
      [
        () => auth.confirmResetPassword({ username: '', newPassword: 'x', confirmationCode: '1' }),
        'EmptyConfirmResetPasswordUsername',
      ],
      [
        () => auth.confirmResetPassword({ username: 'a', newPassword: '', confirmationCode: '1' }),
        'EmptyConfirmResetPasswordNewPassword',
      ],
      [
        () => auth.confirmResetPassword({ username: 'a', newPassword: 'x', confirmationCode: '' }),
        'EmptyConfirmResetPasswordConfirmationCode',
      ],
      [() => auth.verifyTOTPSetup({ code: '' }), 'EmptyVerifyTOTPSetupCode'],
      [() => auth.updatePassword({ oldPassword: '', newPassword: 'x' }), 'EmptyUpdatePassword'],
      [
        () => auth.confirmUserAttribute({ userAttributeKey: 'email', confirmationCode: '' }),
        'EmptyConfirmUserAttributeCode',
      ],
      [() => auth.fetchDevices(), 'UserUnAuthenticatedException'],
      [() => auth.rememberDevice(), 'UserUnAuthenticatedException'],
      [() => auth.getCurrentUser(), 'UserUnAuthenticatedException'],
    ]
    const walk = await place.book.during(async () => {
      for (const [act, name] of cases) {
        const error = await act().then(
          () => ({ name: 'nothing' }),
          (thrown) => thrown,
        )
        expect(error).toMatchObject({ name, recoverySuggestion: expect.any(String) })
      }
    })
    expect(walk).toEqual([])
  })

  test('to decodeJWT that is no token is refused', () => {
    for (const text of ['', 'a', 'a.b', 'a.b.c', 'a.bnVsbA.c', 'a.b.c.d', 'a.W10'.repeat(3)]) {
      expect(() => decodeJWT(text)).toThrow(/Invalid token/)
    }
    const { payload } = decodeJWT('eyJhbGciOiJub25lIn0.eyJuYW1lIjoiw4RubmUgV2Vpw58ifQ.')
    expect(payload).toEqual({ name: 'Änne Weiß' })
  })
})

describe('a storage', () => {
  /** Refuses to write once it has no more room. */
  const full = (room: number): KeyValueStorage & { items: Map<string, string>; room: number } => {
    const items = new Map<string, string>()
    return {
      ...mapStorage(items),
      items,
      room,
      async setItem(key, value) {
        if (this.room === 0) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
        this.room -= 1
        items.set(key, value)
      },
    }
  }

  test.each([0, 1, 2, 3, 4])(
    'that is full after %i writes: the sign-in lasts for the page, and none of it stays',
    async (writes) => {
      await using place = await userPool()
      const { username, password } = await place.user('alice')
      const keyValueStorage = full(writes)
      const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
      const laptop = app(place, { keyValueStorage })

      await laptop.auth.signIn({ username, password })
      await laptop.told('deviceTracked')

      expect(await laptop.auth.getCurrentUser()).toMatchObject({ username })
      expect((await laptop.auth.fetchAuthSession({ forceRefresh: true })).tokens).toBeDefined()
      expect(await laptop.auth.fetchDevices()).toHaveLength(1)
      expect(tokensIn(keyValueStorage.items)).toEqual([])
      expect(laptop.events.filter(({ type }) => type === 'storageUnavailable')).toHaveLength(1)
      expect(warn).toHaveBeenCalledTimes(1)
      warn.mockRestore()

      const nextPage = app(place, { keyValueStorage: mapStorage(keyValueStorage.items) })
      await expect(nextPage.auth.getCurrentUser()).rejects.toMatchObject({
        name: 'UserUnAuthenticatedException',
      })
    },
  )

  test('that was full keeps what comes after it has room again', async () => {
    await using place = await userPool({ remember: 'off' })
    const { username, password } = await place.user('alice')
    const keyValueStorage = full(0)
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const laptop = app(place, { keyValueStorage })
    await laptop.auth.signIn({ username, password })
    expect(tokensIn(keyValueStorage.items)).toEqual([])

    keyValueStorage.room = 100
    const { tokens } = await laptop.auth.fetchAuthSession({ forceRefresh: true })
    warn.mockRestore()

    expect(String((await laptop.auth.fetchAuthSession()).tokens?.accessToken)).toBe(
      String(tokens?.accessToken),
    )
    const otherPage = app(place, { keyValueStorage: mapStorage(keyValueStorage.items) })
    expect(String((await otherPage.auth.fetchAuthSession()).tokens?.accessToken)).toBe(
      String(tokens?.accessToken),
    )
    await otherPage.auth.signOut()
    await expect(laptop.auth.getCurrentUser()).rejects.toMatchObject({ name: 'UserUnAuthenticatedException' })
  })

  test('that throws at once, without a promise, is as one that refuses', async () => {
    await using place = await userPool()
    const { username, password } = await place.user('alice')
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const throwing = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    }
    const laptop = app(place, {
      keyValueStorage: { setItem: throwing, getItem: throwing, removeItem: throwing, clear: throwing },
    })
    await laptop.auth.signIn({ username, password })
    await laptop.told('deviceTracked')
    expect((await laptop.auth.fetchAuthSession({ forceRefresh: true })).tokens).toBeDefined()
    await laptop.auth.signOut()
    await expect(laptop.auth.getCurrentUser()).rejects.toMatchObject({ name: 'UserUnAuthenticatedException' })
    expect(warn).toHaveBeenCalledTimes(1)
    warn.mockRestore()
  })

  test('that throws whatever is asked of it is as none', async () => {
    await using place = await userPool()
    const { username, password } = await place.user('alice')
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const refuse = async () => {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    }
    const laptop = app(place, {
      keyValueStorage: { setItem: refuse, getItem: refuse, removeItem: refuse, clear: refuse },
    })
    await laptop.auth.signIn({ username, password })
    await laptop.told('deviceTracked')
    expect(await laptop.auth.fetchDevices()).toHaveLength(1)
    await laptop.auth.signOut()
    await expect(laptop.auth.getCurrentUser()).rejects.toMatchObject({ name: 'UserUnAuthenticatedException' })
    expect(warn).toHaveBeenCalledTimes(1)
    warn.mockRestore()
  })
})
