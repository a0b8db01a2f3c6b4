import { type Device, halfProved, type Person, sharedPool, type TestPool, userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

const EMAIL = { email: 'alice@example.com', email_verified: 'true' }
const resetRequired = { code: 'PasswordResetRequiredException' }
const revoked = { code: 'NotAuthorizedException', message: 'Access Token has been revoked' }

/** Alice at her laptop, and on her phone somebody else. */
async function stolenPhone(options: Parameters<typeof userPool>[0] = {}, attributes: object = EMAIL) {
  const pool = await userPool({ remember: 'always', ...options })
  const alice = await pool.user('alice', { attributes: { ...attributes } })
  const phone = await pool.signedIn(alice, 'Phone')
  const laptop = await pool.signedIn(alice)
  return { pool, alice, phone, laptop, [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose]() }
}

const report = (by: Device, { key }: Pick<Device, 'key'>) =>
  by.call('ReportDevice', { AccessToken: by.accessToken, DeviceKey: key })

const whoIs = (device: Device) => device.call('GetUser', { AccessToken: device.accessToken })

const changePassword = (device: Device, { password }: Pick<Person, 'password'>, next = 'Another-alice-8') =>
  device.call('ChangePassword', {
    AccessToken: device.accessToken,
    PreviousPassword: password,
    ProposedPassword: next,
  })

async function recover(pool: TestPool, alice: Person, next = 'Recovered-alice-9') {
  const { clientId: ClientId } = pool.client
  pool.clock.advance('1 second')
  await pool.call('ForgotPassword', { ClientId, Username: 'alice' })
  const ConfirmationCode = await pool.sentCode(alice)
  await pool.call('ConfirmForgotPassword', { ClientId, Username: 'alice', ConfirmationCode, Password: next })
  alice.password = next
}

test('a reported device is out at once, the password signs nobody in, and the reporter sets another one where they are', async () => {
  await using story = await stolenPhone()
  const { pool, alice, phone, laptop } = story
  expect(await report(laptop, phone)).toEqual({ PasswordChange: 'Required' })

  await expect(whoIs(phone)).rejects.toMatchObject(revoked)
  await expect(phone.refresh()).rejects.toMatchObject({ code: 'NotAuthorizedException' })
  await expect(phone.signIn(alice)).rejects.toMatchObject(resetRequired)
  await expect(pool.device('New').signIn(alice, { flow: 'password' })).rejects.toMatchObject(resetRequired)

  // What secures the account is still to be done in this session, and nothing else is.
  const { Devices } = await laptop.call('ListTrackedDevices', { AccessToken: laptop.accessToken })
  expect(Devices.map(({ DeviceKey }) => DeviceKey)).toEqual([laptop.key])
  await expect(whoIs(laptop)).rejects.toMatchObject(resetRequired)

  await changePassword(laptop, alice)
  await whoIs(laptop)
  await expect(phone.signIn(alice)).rejects.toMatchObject({ code: 'NotAuthorizedException' })
  alice.password = 'Another-alice-8'
  await phone.signIn(alice)
  expect(phone.accessToken).toBeTruthy()
})

test('what happened is on record, in the order in which it did', async () => {
  await using story = await stolenPhone()
  const { pool, phone, laptop } = story
  await report(laptop, phone)
  const events = await pool.database
    .selectFrom('events')
    .select(['kind', 'reason', 'device_key'])
    .where('kind', 'in', ['device_forgotten', 'signed_out', 'device_reported'])
    .execute()
  expect(events.map(({ kind, reason }) => `${kind}, ${reason}`).sort()).toEqual([
    'device_forgotten, reported by the user',
    'device_reported, a new password is required',
    'signed_out, reported by the user',
  ])
  expect(new Set(events.map(({ device_key }) => device_key))).toEqual(new Set([phone.key]))
})

describe('what was open on a reported device', () => {
  test('a password that was proved is not paid out, nor after another password was set', async () => {
    await using story = await stolenPhone({ mfa: 'optional', devicesReplaceMfa: false })
    const { pool, alice, laptop } = story
    const thief = await pool.signedIn(alice, 'Thief')
    const prove = await halfProved(pool, thief, alice)
    await report(laptop, thief)
    await expect(prove()).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
    await changePassword(laptop, alice)
    await expect(prove()).rejects.toMatchObject({ code: 'NotAuthorizedException' })
  })

  test('a second factor that is asked for leads nowhere', async () => {
    await using pool = await userPool({ remember: 'opt-in', mfa: 'optional' })
    const alice = await pool.user('alice', { totp: true, attributes: EMAIL })
    const enter = async (name: string) => {
      const device = pool.device(name)
      await device.signIn(alice)
      await device.answer(alice.code())
      return device
    }
    const laptop = await enter('Laptop')
    const thief = await enter('Thief')
    const { key } = thief
    expect(await thief.signIn(alice)).toMatchObject({ asks: 'totp' })
    await report(laptop, { key })
    await expect(thief.answer(alice.code())).rejects.toMatchObject(resetRequired)
  })
})

describe('where the password is not ended', () => {
  const unverified = { email: 'alice@example.com', email_verified: 'false' }
  const byOperators = {
    AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: 'admin_only' as const }] },
  }

  test.each<[string, Parameters<typeof userPool>[0], object]>([
    ['no address', {}, {}],
    ['no verified address', {}, unverified],
    ['operators alone recover accounts', { pool: byOperators }, EMAIL],
  ])('%s: it is advised, and nobody is locked out', async (_, options, attributes) => {
    await using story = await stolenPhone(options, attributes)
    const { pool, alice, phone, laptop } = story
    expect(await report(laptop, phone)).toEqual({ PasswordChange: 'Advised' })
    await expect(whoIs(phone)).rejects.toMatchObject(revoked)
    await whoIs(laptop)
    await pool.device('New').signIn(alice)
  })

  test('a user without a password has none to change', async () => {
    await using story = await stolenPhone()
    const { pool, alice, phone, laptop } = story
    await pool.server.world.stores.users.removePassword(
      { poolId: pool.poolId, userId: alice.userId },
      pool.clock.now(),
    )
    expect(await report(laptop, phone)).toEqual({ PasswordChange: 'None' })
    await whoIs(laptop)
  })
})

describe('where the thief is the one who reports', () => {
  test('the owner comes back by the mailbox, and the thief is out, whose own device is tracked', async () => {
    await using story = await stolenPhone()
    const { pool, alice, phone: thief, laptop } = story
    expect(await report(thief, laptop)).toEqual({ PasswordChange: 'Required' })
    await expect(laptop.signIn(alice)).rejects.toMatchObject(resetRequired)

    await recover(pool, alice)
    await expect(whoIs(thief)).rejects.toMatchObject(revoked)
    await expect(thief.refresh()).rejects.toMatchObject({ code: 'NotAuthorizedException' })
    await laptop.signIn(alice)
    await whoIs(laptop)
  })

  test('so they are where the owner asks an operator for help, who demands a new password, too', async () => {
    await using story = await stolenPhone()
    const { pool, alice, phone: thief, laptop } = story
    await report(thief, laptop)
    await pool.call('AdminResetUserPassword', { UserPoolId: pool.poolId, Username: 'alice' })
    await recover(pool, alice)
    await expect(whoIs(thief)).rejects.toMatchObject(revoked)
    await expect(thief.refresh()).rejects.toMatchObject({ code: 'NotAuthorizedException' })
    await laptop.signIn(alice)
    await whoIs(laptop)
  })

  test('without the old password, the session that reported sets no other', async () => {
    await using story = await stolenPhone()
    const { phone: thief, laptop } = story
    await report(thief, laptop)
    await expect(changePassword(thief, { password: 'Guessed-alice-1' })).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    })
  })

  test('it changes no address meanwhile, so that the way back stays the owner’s', async () => {
    await using story = await stolenPhone()
    const { phone: thief, laptop } = story
    await report(thief, laptop)
    const { accessToken: AccessToken } = thief
    for (const attempt of [
      () =>
        thief.call('UpdateUserAttributes', {
          AccessToken,
          UserAttributes: [{ Name: 'email', Value: 'm@example.com' }],
        }),
      () => thief.call('DeleteUserAttributes', { AccessToken, UserAttributeNames: ['email'] }),
      () => thief.call('RenameDevice', { AccessToken, DeviceKey: thief.key, DeviceName: 'Nothing to see' }),
    ])
      await expect(attempt()).rejects.toMatchObject(resetRequired)
  })

  test('no other session sets the password, whatever it knows', async () => {
    await using story = await stolenPhone()
    const { pool, alice, phone, laptop } = story
    const tablet = await pool.signedIn(alice, 'Tablet')
    await report(laptop, phone)
    await expect(changePassword(tablet, alice)).rejects.toMatchObject(resetRequired)
    await expect(report(tablet, laptop)).rejects.toMatchObject(resetRequired)
  })
})

test('an operator’s reset is not ended by the session that reported before', async () => {
  await using story = await stolenPhone()
  const { pool, alice, phone, laptop } = story
  await report(laptop, phone)
  await pool.call('AdminResetUserPassword', { UserPoolId: pool.poolId, Username: 'alice' })
  await expect(changePassword(laptop, alice)).rejects.toMatchObject(resetRequired)
})

test('a password that an operator sets ends the demand; a later reset is the operator’s own', async () => {
  await using story = await stolenPhone()
  const { pool, alice, phone, laptop } = story
  await report(laptop, phone)
  const named = { UserPoolId: pool.poolId, Username: 'alice' }
  await pool.call('AdminSetUserPassword', { ...named, Password: 'Operator-set-1', Permanent: true })
  await whoIs(laptop)
  await pool.call('AdminResetUserPassword', named)
  await expect(changePassword(laptop, { ...alice, password: 'Operator-set-1' })).rejects.toMatchObject(
    resetRequired,
  )
})

test('the reporter may report a second device before the password is set', async () => {
  await using story = await stolenPhone()
  const { pool, alice, phone, laptop } = story
  const tablet = await pool.signedIn(alice, 'Tablet')
  await report(laptop, phone)
  expect(await report(laptop, tablet)).toEqual({ PasswordChange: 'Required' })
  await changePassword(laptop, alice)
})

test('this very device is not reported: a session that is not to be trusted would report itself', async () => {
  await using story = await stolenPhone()
  const { laptop } = story
  await expect(report(laptop, laptop)).rejects.toMatchObject({
    code: 'InvalidParameterException',
    message: expect.stringContaining('This session is on the device that is reported.'),
  })
  await whoIs(laptop)
})

test('from a borrowed computer, which is no tracked device, it can be done', async () => {
  await using story = await stolenPhone()
  const { pool, alice, phone } = story
  const borrowed = pool.device('Borrowed')
  borrowed.confirmsItself = false
  await borrowed.enter(alice)
  expect(await report(borrowed, phone)).toEqual({ PasswordChange: 'Required' })
  await changePassword(borrowed, alice)
})

test('passkeys stay: they are the user’s to look through', async () => {
  await using story = await stolenPhone()
  const { pool, alice, phone, laptop } = story
  const passkey = {
    poolId: pool.poolId,
    userId: alice.userId,
    credentialId: 'one',
  }
  await pool.database
    .insertInto('passkeys')
    .values({
      pool_id: passkey.poolId,
      user_id: passkey.userId,
      credential_id: passkey.credentialId,
      public_key: 'key',
      counter: 0,
      relying_party_id: 'example.com',
      name: 'Phone',
      transports: '[]',
      attachment: null,
      created_at: 0,
    })
    .execute()
  await report(laptop, phone)
  expect(await pool.database.selectFrom('passkeys').select('credential_id').execute()).toHaveLength(1)
})

describe('however calls meet', () => {
  async function ground() {
    const pool = await sharedPool({ remember: 'always' })
    const enter = async (who: Person, name: string) => {
      const device = pool.device(name)
      await device.enter(who, { flow: 'password' })
      return device
    }
    const given = async (time: number) => {
      const alice = await pool.user(`alice-${time}`, {
        attributes: { email: `alice-${time}@example.com`, email_verified: 'true' },
      })
      const [laptop, thief] = [await enter(alice, 'Laptop'), await enter(alice, 'Thief')]
      return { alice, laptop, thief, key: thief.key }
    }
    return { pool, given }
  }

  test('while the reported device signs in: whatever session begins is over, and no other begins', async () => {
    const { pool, given } = await ground()
    await using _pool = pool
    await pool.meet({
      given,
      calls: [
        ({ alice, thief }) => thief.signIn(alice, { flow: 'password' }),
        ({ laptop, key }) => report(laptop, { key }),
      ],
      async holds([signIn, reporting], { thief, key }) {
        expect(reporting.answer).toEqual({ PasswordChange: 'Required' })
        if (signIn.refused) return expect(signIn.refused).toBe('PasswordResetRequiredException')
        expect(thief.key).toBe(key)
        await expect(whoIs(thief)).rejects.toMatchObject(revoked)
      },
    })
  })

  test('while the thief changes the password: one of both is done, and no reset is undone by the other', async () => {
    const { pool, given } = await ground()
    await using _pool = pool
    await pool.meet({
      given,
      calls: [
        ({ alice, thief }) => changePassword(thief, alice),
        ({ laptop, key }) => report(laptop, { key }),
      ],
      async holds([, reporting], { alice, thief }) {
        expect(reporting.refused).toBeUndefined()
        await expect(whoIs(thief)).rejects.toMatchObject(revoked)
        const user = await pool.server.world.stores.users.find({ poolId: pool.poolId, userId: alice.userId })
        expect(user?.status).toBe('RESET_REQUIRED')
      },
    })
  })

  test('while an operator demands a new password: it is the operator’s demand, which no session ends', async () => {
    const { pool, given } = await ground()
    await using _pool = pool
    await pool.meet({
      given,
      calls: [
        ({ alice }) =>
          pool.call('AdminResetUserPassword', { UserPoolId: pool.poolId, Username: alice.username }),
        ({ laptop, key }) => report(laptop, { key }),
      ],
      async holds([resetting, reporting], { alice, laptop }) {
        expect(resetting.refused).toBeUndefined()
        if (reporting.refused) expect(reporting.refused).toBe('PasswordResetRequiredException')
        await expect(changePassword(laptop, alice)).rejects.toMatchObject(resetRequired)
      },
    })
  })

  test('while the thief takes the address away: the user is asked for a new password only where there is a way back', async () => {
    const { pool, given } = await ground()
    await using _pool = pool
    await pool.meet({
      given,
      calls: [
        ({ thief }) =>
          thief.call('DeleteUserAttributes', {
            AccessToken: thief.accessToken,
            UserAttributeNames: ['email'],
          }),
        ({ laptop, key }) => report(laptop, { key }),
      ],
      async holds([deleting, reporting], { alice }) {
        expect(reporting.refused).toBeUndefined()
        const user = await pool.server.world.stores.users.find({ poolId: pool.poolId, userId: alice.userId })
        const hasAddress = user?.attributes.email !== undefined
        expect(deleting.refused === undefined).toBe(!hasAddress)
        expect(user?.status === 'RESET_REQUIRED').toBe(hasAddress)
      },
    })
  })
})
