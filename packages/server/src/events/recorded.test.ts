import { type Device, type Person, type TestPool, userPool } from '@latchkey/testing'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'

/** What is on record of whom, in the order in which it happened, as `kind: reason`. */
async function record(pool: TestPool, { userId }: Pick<Person, 'userId'>): Promise<string[]> {
  return (await rows(pool, { userId })).map(({ kind, reason }) =>
    reason === null ? kind : `${kind}: ${reason}`,
  )
}

const rows = (pool: TestPool, { userId }: Pick<Person, 'userId'>) =>
  pool.database.selectFrom('events').selectAll().where('user_id', '=', userId).orderBy('event_id').execute()

/** What is on record of whom while something is done. */
async function during(pool: TestPool, who: Person, work: () => Promise<unknown>): Promise<string[]> {
  const before = await record(pool, who)
  await work()
  return (await record(pool, who)).slice(before.length)
}

/** By way of a back end, which signs with an operator's key and tells from where the user comes: 203.0.113.9. */
const signedInByBackEnd = (pool: TestPool, { username, password }: Person) =>
  pool.call('AdminInitiateAuth', {
    UserPoolId: pool.poolId,
    ClientId: pool.client.clientId,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: username, PASSWORD: password },
    ContextData: { IpAddress: '203.0.113.9', ServerName: 's', ServerPath: '/', HttpHeaders: [] },
  })

const wrongPassword = (who: Person) => ({ ...who, password: 'Wrong-7-word' })
const refused = async (work: Promise<unknown>) => expect(work).rejects.toThrow()

describe('sign-ins', () => {
  test('a new device is asked for a second factor, a remembered one answers for it, a forgotten one is new', async () => {
    await using pool = await userPool({ remember: 'opt-in', mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = pool.device('Laptop')
    const enter = () => during(pool, alice, () => laptop.enter(alice))
    expect(await enter()).toEqual([
      'mfa_asked: the device is new',
      'signed_in: a second factor was shown',
      'device_tracked: not remembered yet',
    ])
    expect(await enter()).toEqual([
      'mfa_asked: the device is not remembered',
      'signed_in: a second factor was shown',
    ])
    expect(await during(pool, alice, () => laptop.rememberDevice())).toEqual([
      'device_remembered: by the user',
    ])
    expect(await enter()).toEqual([
      'mfa_skipped: the device is remembered',
      'signed_in: the device is remembered',
    ])
    expect(await during(pool, alice, () => laptop.doNotRemember())).toEqual([
      'device_not_remembered: by the user',
    ])
    expect(await during(pool, alice, () => laptop.forgetDevice())).toEqual(['device_forgotten: by the user'])
    expect((await enter())[0]).toBe('mfa_asked: the device is new')
  })

  test('an event says who, on which device, by which app, in which session, from where and with what', async () => {
    await using pool = await userPool({ remember: 'always' })
    const alice = await pool.user('alice')
    const laptop = await pool.signedIn(alice)
    const [, , signedIn] = await rows(pool, alice)
    expect(signedIn).toMatchObject({
      pool_id: pool.poolId,
      user_id: alice.userId,
      kind: 'signed_in',
      outcome: 'pass',
      device_key: laptop.key,
      client_id: pool.client.clientId,
      session_id: laptop.claims.event_id,
      address: '192.0.2.1',
      user_agent: 'latchkey-testing',
      operator: null,
      request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
  })

  test('a device keeps how the last sign-in on it came by its second factor, and its platform', async () => {
    await using pool = await userPool({ remember: 'always', mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = await pool.signedIn(alice)
    const seen = () =>
      pool.database
        .selectFrom('devices')
        .select(['platform', 'last_mfa', 'last_mfa_reason'])
        .where('device_key', '=', laptop.key)
        .executeTakeFirst()
    expect(await seen()).toEqual({
      platform: 'other',
      last_mfa: 'passed',
      last_mfa_reason: 'the device is new',
    })
    await laptop.enter(alice)
    expect(await seen()).toMatchObject({ last_mfa: 'skipped', last_mfa_reason: 'the device is remembered' })
    await pool.change({ remember: 'always', mfa: 'off' })
    await laptop.enter(alice)
    expect(await seen()).toMatchObject({ last_mfa: 'not_asked', last_mfa_reason: 'the pool asks for none' })
  })

  test.each([
    [{ mfa: 'required' }, 'the pool requires it'],
    [{ mfa: 'optional' }, 'the user turned it on'],
    [{ mfa: 'required', remember: 'always', devicesReplaceMfa: false }, 'the pool requires it'],
  ] as const)('in a pool %j a second factor is asked for: %s', async (options, reason) => {
    await using pool = await userPool(options)
    const alice = await pool.user('alice', { totp: true })
    const laptop = pool.device('Laptop')
    const told = await during(pool, alice, async () => {
      await laptop.signIn(alice)
      // The same question of the same sign-in is one.
      await refused(laptop.answer('000000'))
      await laptop.answer(alice.code())
    })
    expect(told.slice(0, 3)).toEqual([
      `mfa_asked: ${reason}`,
      'wrong_code',
      'signed_in: a second factor was shown',
    ])
  })

  test.each(['srp', 'password', 'operator'] as const)(
    'by %s, a wrong password is on record',
    async (flow) => {
      await using pool = await userPool()
      const alice = await pool.user('alice')
      const told = await during(pool, alice, () =>
        refused(pool.device('Laptop').signIn(wrongPassword(alice), { flow })),
      )
      expect(told).toEqual(['wrong_password'])
      expect((await rows(pool, alice)).at(-1)).toMatchObject({
        outcome: 'fail',
        client_id: pool.client.clientId,
        address: '192.0.2.1',
        device_key: null,
      })
    },
  )

  test('a flood of wrong passwords leaves as many events as were counted, and one for each lock', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    const flood = () =>
      Promise.allSettled(
        Array.from({ length: 40 }, () =>
          pool.device('Robot').signIn(wrongPassword(alice), { flow: 'password' }),
        ),
      )
    const locked = 'locked_out: too many wrong guesses'
    expect(await during(pool, alice, flood)).toEqual([...Array(5).fill('wrong_password'), locked])
    pool.clock.advance('2 seconds')
    expect(await during(pool, alice, flood)).toEqual(['wrong_password', locked])
    expect(await during(pool, alice, () => refused(pool.device('Laptop').signIn(alice)))).toEqual([])
  })

  test('of a name that belongs to nobody there is nothing on record', async () => {
    await using pool = await userPool({ client: { PreventUserExistenceErrors: 'ENABLED' } })
    for (let time = 0; time < 7; time += 1) {
      const nobody = { username: 'nobody', password: 'Whatever-7' }
      await refused(pool.device('Robot').signIn(nobody, { flow: 'password' }))
    }
    const told = await pool.database.selectFrom('events').select('kind').execute()
    // Of the pool that was made; of nobody, nothing.
    expect(told.filter(({ kind }) => kind !== 'operator_action')).toEqual([])
  })

  test('who may not sign in, and shows the right password, is on record once in five minutes', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    await pool.call('AdminDisableUser', { UserPoolId: pool.poolId, Username: 'alice' })
    const knock = async () => {
      for (let time = 0; time < 10; time += 1)
        await refused(pool.device('App').signIn(alice, { flow: 'password' }))
    }
    const told = ['sign_in_refused: the user is disabled']
    expect(await during(pool, alice, knock)).toEqual(told)
    pool.clock.advance('4 minutes')
    expect(await during(pool, alice, knock)).toEqual([])
    pool.clock.advance('2 minutes')
    expect(await during(pool, alice, knock)).toEqual(told)
  })

  test('a device that shows another secret is on record, and is asked for a second factor', async () => {
    await using pool = await userPool({ remember: 'always', mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = await pool.signedIn(alice)
    const { deviceKey } = laptop.keys
    laptop.storage.set('alice', { ...laptop.keys, secret: 'stale' })
    const told = await during(pool, alice, () => laptop.signIn(alice).catch(() => {}))
    expect(told[0]).toBe('wrong_device_secret: another secret than the one of the device')
    const failed = (await rows(pool, alice)).find(({ kind }) => kind === 'wrong_device_secret')
    expect(failed).toMatchObject({ outcome: 'fail', device_key: deviceKey })
  })

  test('a device key that is not the user’s never gets on record', async () => {
    await using pool = await userPool({ remember: 'always', mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const bob = await pool.user('bob', { totp: true })
    const laptop = await pool.signedIn(bob)
    const { Session } = await laptop
      .begin('USER_PASSWORD_AUTH', {
        USERNAME: 'alice',
        PASSWORD: alice.password,
        DEVICE_KEY: laptop.key,
      })
      .catch(() => ({ Session: undefined }))
    expect(Session).toBeUndefined()
    expect((await rows(pool, alice)).filter(({ device_key }) => device_key === laptop.key)).toEqual([])
  })
})

describe('sessions', () => {
  test('a refresh from another address is on record once, and not from the same one', async () => {
    await using pool = await userPool({ remember: 'always' })
    const alice = await pool.user('alice')
    const laptop = await pool.signedIn(alice)
    const refresh = (address: string) =>
      during(pool, alice, () => {
        laptop.address = address
        return laptop.refresh()
      })
    expect(await refresh('192.0.2.1')).toEqual([])
    expect(await refresh('198.51.100.7')).toEqual(['refreshed_from_new_address'])
    expect(await refresh('198.51.100.7')).toEqual([])
    expect((await rows(pool, alice)).at(-1)).toMatchObject({
      address: '198.51.100.7',
      device_key: laptop.key,
      session_id: laptop.claims.event_id,
    })
    // Back, and two addresses that take turns fill nothing.
    expect(await refresh('192.0.2.1')).toEqual(['refreshed_from_new_address'])
    for (let time = 0; time < 5; time += 1) {
      expect(await refresh('192.0.2.1')).toEqual([])
      expect(await refresh('198.51.100.7')).toEqual([])
    }
    // Whoever has stolen the token is not covered by a user who is on the way.
    expect(await refresh('203.0.113.66')).toEqual(['refreshed_from_new_address'])
    expect((await rows(pool, alice)).at(-1)).toMatchObject({ address: '203.0.113.66' })
    pool.clock.advance('6 minutes')
    expect(await refresh('192.0.2.1')).toEqual(['refreshed_from_new_address'])
  })

  test('a refresh token that is used again ends its session, and says so once', async () => {
    const client = { RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 } } as const
    await using pool = await userPool({ client })
    const alice = await pool.user('alice')
    const laptop = await pool.signedIn(alice)
    const { refreshToken } = laptop
    await laptop.refresh()
    pool.clock.advance('1 second')
    const told = await during(pool, alice, async () => {
      laptop.tokens = { ...laptop.tokens, RefreshToken: refreshToken }
      await refused(laptop.refresh())
      await refused(laptop.refresh())
    })
    expect(told).toEqual(['refresh_token_reused: the session ended'])
  })

  test('signing out here, everywhere, and by an operator', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    const [one, two] = [await pool.signedIn(alice), await pool.signedIn(alice)]
    const { refreshToken } = one
    expect(await during(pool, alice, () => one.signOut())).toEqual(['signed_out: this session'])
    // What ended ends no more.
    const { clientId: ClientId } = pool.client
    const again = () => pool.call('RevokeToken', { ClientId, Token: refreshToken })
    expect(await during(pool, alice, again)).toEqual([])
    expect(await during(pool, alice, () => two.signOut({ everywhere: true }))).toEqual([
      'signed_out: everywhere',
    ])
    const about = { UserPoolId: pool.poolId, Username: 'alice' }
    expect(await during(pool, alice, () => pool.call('AdminUserGlobalSignOut', about))).toEqual([
      'signed_out: by an operator',
    ])
    expect((await rows(pool, alice)).at(-1)?.operator).not.toBeNull()
  })
})

describe('accounts', () => {
  test('passwords: by the user, with a code, in the place of a temporary one, and by an operator', async () => {
    await using pool = await userPool({ pool: { AutoVerifiedAttributes: ['email'] } })
    const attributes = { email: 'alice@example.com', email_verified: 'true' }
    const alice = await pool.user('alice', { attributes })
    const laptop = await pool.signedIn(alice)
    const change = (PreviousPassword: string, ProposedPassword: string) =>
      pool.call('ChangePassword', { AccessToken: laptop.accessToken, PreviousPassword, ProposedPassword })
    const told = await during(pool, alice, async () => {
      await refused(change('Wrong-7-word', 'Better-8-word'))
      await change(alice.password, 'Better-8-word')
    })
    expect(told).toEqual(['wrong_password: to set another one', 'password_changed: by the user'])

    const named = { ClientId: pool.client.clientId, Username: 'alice' }
    const forgotten = await during(pool, alice, async () => {
      await pool.call('ForgotPassword', named)
      const ConfirmationCode = await pool.sentCode(alice)
      await pool.call('ConfirmForgotPassword', { ...named, ConfirmationCode, Password: 'Third-9-word' })
    })
    expect(forgotten).toEqual(['code_sent: to set another password', 'password_changed: with a code'])

    const about = { UserPoolId: pool.poolId, Username: 'alice' }
    const byOperator = await during(pool, alice, async () => {
      await pool.call('AdminSetUserPassword', { ...about, Password: 'Fourth-1-word' })
      const phone = pool.device('Phone')
      await phone.signIn({ username: 'alice', password: 'Fourth-1-word' })
      await phone.answer('Fifth-2-word')
      await pool.call('AdminResetUserPassword', about)
    })
    expect(byOperator).toEqual([
      'password_changed: by an operator',
      'password_changed: the temporary password was replaced',
      'signed_in: no second factor was asked for',
      'password_changed: it has to be reset',
    ])
  })

  test('second factors: an app that is set up, what is preferred, and an app that is taken away', async () => {
    await using pool = await userPool({ mfa: 'optional' })
    const alice = await pool.user('alice')
    const laptop = await pool.signedIn(alice)
    const AccessToken = laptop.accessToken
    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true }
    const told = await during(pool, alice, async () => {
      alice.totpSecret = (await pool.call('AssociateSoftwareToken', { AccessToken })).SecretCode
      await refused(pool.call('VerifySoftwareToken', { AccessToken, UserCode: '000000' }))
      await pool.call('VerifySoftwareToken', { AccessToken, UserCode: alice.code() })
      await pool.call('SetUserMFAPreference', { AccessToken, SoftwareTokenMfaSettings })
      // What is so already is no change.
      await pool.call('SetUserMFAPreference', { AccessToken, SoftwareTokenMfaSettings })
      await pool.call('AdminDeleteSoftwareToken', { UserPoolId: pool.poolId, Username: 'alice' })
    })
    expect(told).toEqual([
      'mfa_changed: an authenticator app was set up',
      'mfa_changed: the choice of factors',
      'mfa_changed: an authenticator app was removed',
    ])
  })

  test('a sign-up, its code sent again, and its confirmation', async () => {
    await using pool = await userPool({ pool: { AutoVerifiedAttributes: ['email'] } })
    const named = { ClientId: pool.client.clientId, Username: 'carol' }
    const { UserSub: userId = '' } = await pool.call('SignUp', {
      ...named,
      Password: 'Correct-carol-7',
      UserAttributes: [{ Name: 'email', Value: 'carol@example.com' }],
    })
    await refused(
      pool.device('Phone').signIn({ username: 'carol', password: 'Correct-carol-7' }, { flow: 'password' }),
    )
    pool.clock.advance('1 minute')
    await pool.call('ResendConfirmationCode', named)
    await pool.call('ConfirmSignUp', { ...named, ConfirmationCode: await pool.sentCode({ userId }) })
    expect(await record(pool, { userId })).toEqual([
      'signed_up: by the user',
      'sign_in_refused: the user is not confirmed',
      'code_sent: to confirm the sign-up',
      'account_changed: confirmed with a code',
    ])
  })

  test('of a deleted user it stays what happened, and not from where; of the operator, both', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    const laptop = await pool.signedIn(alice)
    await pool.call('AdminUserGlobalSignOut', { UserPoolId: pool.poolId, Username: 'alice' })
    await laptop.enter(alice)
    await signedInByBackEnd(pool, alice)
    await pool.call('DeleteUser', { AccessToken: laptop.accessToken })
    const left = await rows(pool, alice)
    expect(left.map(({ operation }) => operation)).toContain('AdminInitiateAuth')
    expect(left.at(-1)).toMatchObject({ kind: 'account_changed', reason: 'deleted by the user' })
    expect(left.map(({ kind }) => kind)).toContain('signed_in')
    for (const { operator, operation, address, user_agent } of left) {
      if (operator === null || operation === 'AdminInitiateAuth')
        expect([address, user_agent]).toEqual([null, null])
      else expect([address, user_agent]).toEqual(['192.0.2.1', 'latchkey-testing'])
    }
  })
})

describe('no change without its event, and no event without its change', () => {
  const renamed = (pool: TestPool, from: string, to: string) =>
    sql`alter table ${sql.table(from)} rename to ${sql.table(to)}`.execute(pool.database)

  test.each<[string, (device: Device, alice: Person) => Promise<unknown>]>([
    ['a device is not forgotten', (device) => device.forgetDevice()],
    ['a device does not stop being remembered', (device) => device.doNotRemember()],
    ['nobody is signed out', (device) => device.signOut({ everywhere: true })],
    ['nobody signs in', (device, alice) => device.enter(alice)],
    ['no wrong password is counted', (device, alice) => device.signIn(wrongPassword(alice))],
  ])('where there is no record, %s', async (_, work) => {
    await using pool = await userPool({ remember: 'always', faults: 'expected' })
    const alice = await pool.user('alice')
    const laptop = await pool.signedIn(alice)
    const { key, accessToken } = laptop
    const state = async () => ({
      devices: await pool.database.selectFrom('devices').select(['device_key', 'state']).execute(),
      sessions: await pool.database.selectFrom('sessions').select(['session_id', 'revoked_at']).execute(),
      attempts: await pool.database.selectFrom('attempts').selectAll().execute(),
    })
    const before = await state()
    await renamed(pool, 'events', 'no_events')
    await expect(work(laptop, alice)).rejects.toMatchObject({ code: 'InternalErrorException' })
    await renamed(pool, 'no_events', 'events')
    expect(await state()).toEqual(before)
    const { Device } = await pool.call('GetDevice', { AccessToken: accessToken, DeviceKey: key })
    expect(Device?.DeviceKey).toBe(key)
  })

  test('where there is no record, a refresh token is not replaced: it is good for another try', async () => {
    const client = { RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 } } as const
    await using pool = await userPool({ client, faults: 'expected' })
    const alice = await pool.user('alice')
    const laptop = await pool.signedIn(alice)
    laptop.address = '198.51.100.7'
    await renamed(pool, 'events', 'no_events')
    await expect(laptop.refresh()).rejects.toMatchObject({ code: 'InternalErrorException' })
    await renamed(pool, 'no_events', 'events')
    pool.clock.advance('1 second')
    expect(await during(pool, alice, () => laptop.refresh())).toEqual(['refreshed_from_new_address'])
  })

  test('what is refused leaves nothing', async () => {
    await using pool = await userPool({ remember: 'always' })
    const alice = await pool.user('alice')
    const laptop = await pool.signedIn(alice)
    const phone = await pool.signedIn(alice, 'Phone')
    await phone.forgetDevice(laptop.key)
    const told = await during(pool, alice, async () => {
      await refused(phone.forgetDevice(laptop.key))
      await refused(
        pool.call('UpdateDeviceStatus', {
          AccessToken: phone.accessToken,
          DeviceKey: laptop.key,
          DeviceRememberedStatus: 'remembered',
        }),
      )
      await refused(phone.forgetDevice('local_00000000-0000-4000-8000-000000000000'))
    })
    expect(told).toEqual([])
  })
})

describe('hostile input', () => {
  test('a browser that says 5,000 characters is on record with 512, and nothing of it in a reason', async () => {
    await using pool = await userPool({ remember: 'always' })
    const alice = await pool.user('alice')
    const body = JSON.stringify({
      ClientId: pool.client.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'alice', PASSWORD: alice.password, DEVICE_KEY: '<script>'.repeat(600) },
    })
    const headers = {
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
      'content-type': 'application/x-amz-json-1.1',
      'user-agent': `<img src=x onerror=alert(1)>${'\t;('.repeat(2000)}`,
    }
    const response = await pool.send('/', { method: 'POST', body, headers })
    expect([200, 400]).toContain(response.status)
    for (const { kind, reason, user_agent, device_key } of await rows(pool, alice)) {
      expect(reason ?? '', kind).not.toContain('<')
      expect(device_key ?? '').not.toContain('<')
      expect((user_agent ?? '').length).toBeLessThanOrEqual(512)
    }
  })
})

describe('addresses', () => {
  test.each([
    ['full', '198.51.100.77', '2001:db8:1:2::77'],
    ['truncated', '198.51.100.0', '2001:db8:1::'],
    ['none', null, null],
  ] as const)('%s: events, devices and sessions keep no more of them', async (addresses, four, six) => {
    await using pool = await userPool({ remember: 'always', addresses })
    const alice = await pool.user('alice')
    const laptop = pool.device('Laptop')
    laptop.address = '198.51.100.77'
    await laptop.enter(alice)
    expect(await kept(pool, alice)).toEqual([four])
    laptop.address = '2001:db8:1:2::77'
    await laptop.enter(alice)
    const { Devices } = await pool.call('AdminListDevices', { UserPoolId: pool.poolId, Username: 'alice' })
    const lastIp = Devices?.[0]?.DeviceAttributes?.find(({ Name }) => Name === 'last_ip_used')?.Value
    expect(lastIp ?? null).toBe(six)
    expect(new Set(await kept(pool, alice))).toEqual(new Set([four, six]))
  })

  test('that of a user whose back end signs them in is cut as well', async () => {
    await using pool = await userPool({ addresses: 'truncated' })
    const alice = await pool.user('alice')
    await signedInByBackEnd(pool, alice)
    const last = (await rows(pool, alice)).at(-1)
    expect(last).toMatchObject({ kind: 'signed_in', address: '203.0.113.0', operation: 'AdminInitiateAuth' })
  })

  /** Those of what the user did. */
  async function kept(pool: TestPool, who: Person): Promise<(string | null)[]> {
    const own = (await rows(pool, who)).filter(({ operator }) => operator === null)
    const { sessions } = {
      sessions: await pool.database.selectFrom('sessions').select('last_address').execute(),
    }
    return [
      ...new Set([...own.map(({ address }) => address), ...sessions.map(({ last_address }) => last_address)]),
    ]
  }
})
