import {
  ConsolePage,
  Device,
  OPERATORS_POOL,
  type Operator,
  operator,
  type SharedPool,
  sharedPool,
  userPool,
} from '@latchkey/testing'
import type { OperationName, Requests } from '@latchkey/wire'
import { expect, test } from 'vitest'
import { removeOperator } from './manage-operators.js'

/**
 * A session of the console ends with what it stands on: at the next click, on every node, however often it was used
 * meanwhile. So do the operator’s own tokens.
 */

type Ground = { pool: SharedPool; olga: Operator }
type Ending = (ground: Ground) => Promise<unknown>

const named = { UserPoolId: OPERATORS_POOL, Username: 'olga' }
const CONSOLE = { clientId: 'console', clientSecret: undefined }
const NEXT_PASSWORD = 'Another-horse-of-olga-8'

/** What ends all that an operator has open, wherever they signed in, and by whatever they came in. */
const endings: Record<string, Ending> = {
  'is disabled': ({ pool }) => pool.call('AdminDisableUser', named),
  async 'was disabled for a moment'({ pool }) {
    await pool.call('AdminDisableUser', named)
    await pool.call('AdminEnableUser', named)
  },
  'is deleted': ({ pool }) => pool.call('AdminDeleteUser', named),
  'is removed on the command line': ({ pool }) => removeOperator(pool.server.world, 'olga'),
  'deletes themselves': ({ olga }) => own(olga, 'DeleteUser'),
  'is signed out everywhere': ({ pool }) => pool.call('AdminUserGlobalSignOut', named),
  'signs out everywhere': ({ olga }) => own(olga, 'GlobalSignOut'),
  'changes the password': ({ olga }) =>
    own(olga, 'ChangePassword', {
      PreviousPassword: olga.person.password,
      ProposedPassword: NEXT_PASSWORD,
    }),
  'is given another password': ({ pool }) =>
    pool.call('AdminSetUserPassword', { ...named, Password: NEXT_PASSWORD, Permanent: true }),
  'is given a temporary password': ({ pool }) =>
    pool.call('AdminSetUserPassword', { ...named, Password: NEXT_PASSWORD, Permanent: false }),
  'is left without a password': ({ pool }) =>
    pool.call('AdminDisableProviderForUser', {
      UserPoolId: OPERATORS_POOL,
      User: {
        ProviderName: 'Cognito',
        ProviderAttributeName: 'Cognito_Subject',
        ProviderAttributeValue: 'olga',
      },
    }),
  async 'sets another password by a code'({ pool, olga }) {
    await recoverableByMail(pool)
    await olga.device.call('ForgotPassword', { ClientId: 'console', Username: 'olga' })
    const [message] = await pool.server.world.stores.outbox.ofUser(
      { poolId: OPERATORS_POOL, userId: olga.person.userId },
      1,
    )
    const ConfirmationCode = /\d{6}/.exec(message?.body ?? '')?.[0] ?? ''
    const Password = NEXT_PASSWORD
    await olga.device.call('ConfirmForgotPassword', {
      ClientId: 'console',
      Username: 'olga',
      ConfirmationCode,
      Password,
    })
  },
}

/** What ends the sign-in on one device, and leaves the others. */
const endingsOfADevice: Record<string, Ending> = {
  'an operator forgets it': ({ pool, olga }) =>
    pool.call('AdminForgetDevice', { ...named, DeviceKey: olga.device.key }),
  'an operator forgets it and signs it out': ({ pool, olga }) =>
    pool.call('AdminForgetAndSignOutDevice', { ...named, DeviceKey: olga.device.key }),
  'its operator forgets it': ({ olga }) => own(olga, 'ForgetDevice', { DeviceKey: olga.device.key }),
  'its refresh token is revoked': ({ olga }) =>
    olga.device.call('RevokeToken', { ClientId: 'console', Token: olga.device.refreshToken }),
}

/** An operation of users, with the operator’s own token. */
const own = <Name extends OperationName>(
  { device }: Operator,
  name: Name,
  members: Partial<Requests[Name]> = {},
) => device.call(name, { AccessToken: device.accessToken, ...members } as Requests[Name])

/** The pool of the operators has no such way by itself. */
async function recoverableByMail(pool: SharedPool) {
  await pool.call('UpdateUserPool', {
    UserPoolId: OPERATORS_POOL,
    AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
  })
  const UserAttributes = [
    { Name: 'email', Value: 'olga@example.com' },
    { Name: 'email_verified', Value: 'true' },
  ]
  await pool.call('AdminUpdateUserAttributes', { ...named, UserAttributes })
}

/** Looks as the page does that is open: every few seconds, and now at this node, now at that. */
async function looks(pool: SharedPool, page: ConsolePage): Promise<number[]> {
  const seen: number[] = []
  for (const node of [0, 1, 0, 1] as const) {
    pool.clock.advance('3 seconds')
    const { status } = await pool.onNode(node, () => page.call('ListUserPools', { MaxResults: 1 }))
    seen.push(status)
  }
  return seen
}

const STANDS = [200, 200, 200, 200]
const IS_OVER = [401, 401, 401, 401]

async function signedIn(pool: SharedPool) {
  const olga = await operator(pool, 'olga', 'admin')
  const page = new ConsolePage(pool)
  await page.enter(olga)
  return { olga, page }
}

async function linkOf(pool: SharedPool): Promise<string> {
  const address = await pool.server.operators.link('olga')
  return address.slice(address.indexOf('#link=') + '#link='.length)
}

async function byLink(pool: SharedPool): Promise<ConsolePage> {
  const page = new ConsolePage(pool)
  await page.enter({ link: await linkOf(pool) })
  return page
}

test.each(Object.entries(endings))('an operator who %s is out of the console', async (_what, end) => {
  await using pool = await sharedPool()
  const { olga, page } = await signedIn(pool)
  const linked = await byLink(pool)
  const unused = await linkOf(pool)
  for (const open of [page, linked]) expect(await looks(pool, open)).toEqual(STANDS)

  const { accessToken } = olga
  await end({ pool, olga })
  for (const open of [page, linked]) expect(await looks(pool, open)).toEqual(IS_OVER)
  expect((await new ConsolePage(pool).enter({ link: unused })).status).toBe(400)
  await expect(olga.call('GetOperator', {})).rejects.toMatchObject({ code: 'NotAuthorizedException' })
  await expect(olga.device.refresh()).rejects.toMatchObject({ code: 'NotAuthorizedException' })
  const again = new ConsolePage(pool)
  expect((await again.enter({ accessToken })).status).toBe(400)
  expect(again.cookie).toBe('')
})

test.each(Object.entries(endingsOfADevice))(
  'a device is out of the console when %s, and others are not',
  async (_what, end) => {
    await using pool = await sharedPool()
    const { olga, page } = await signedIn(pool)
    const linked = await byLink(pool)
    for (const open of [page, linked]) expect(await looks(pool, open)).toEqual(STANDS)

    const { accessToken } = olga
    await end({ pool, olga })
    expect(await looks(pool, page)).toEqual(IS_OVER)
    expect(await looks(pool, linked)).toEqual(STANDS)
    await expect(olga.call('GetOperator', {})).rejects.toMatchObject({ code: 'NotAuthorizedException' })
    const again = new ConsolePage(pool)
    expect((await again.enter({ accessToken })).status).toBe(400)
    expect(again.cookie).toBe('')
  },
)

/** What ends the temporary password of an operator who has not signed in with it yet. */
const endingsOfTheFirstPassword: Record<string, (pool: SharedPool, temporary: string) => Promise<unknown>> = {
  'is invited again': (pool) => pool.call('AdminCreateUser', { ...named, MessageAction: 'RESEND' }),
  async 'chooses a password of their own'(pool, temporary) {
    const device = new Device(pool.wire, OPERATORS_POOL, CONSOLE, 'Laptop')
    await device.signIn({ username: 'olga', password: temporary })
    await device.answer(NEXT_PASSWORD)
    await device.refresh()
  },
}

test.each(Object.entries(endingsOfTheFirstPassword))(
  'a new operator who came in by a link and %s is out of it',
  async (_what, end) => {
    await using pool = await sharedPool()
    const temporary = await pool.server.operators.add({ name: 'olga', role: 'admin', poolIds: [] })
    const linked = await byLink(pool)
    expect(await looks(pool, linked)).toEqual(STANDS)
    await end(pool, temporary)
    expect(await looks(pool, linked)).toEqual(IS_OVER)
  },
)

test('an operator whose password was changed comes in with the new one', async () => {
  await using pool = await sharedPool()
  const { olga, page } = await signedIn(pool)
  await endings['is given another password']?.({ pool, olga })
  olga.person.password = NEXT_PASSWORD
  await olga.device.enter(olga.person)
  await page.enter({ accessToken: olga.device.accessToken })
  expect(await looks(pool, page)).toEqual(STANDS)
})

test('a sign-in that meets a new password leaves nobody in the console by the old one', async () => {
  await using pool = await sharedPool()
  const { olga } = await signedIn(pool)
  const passwords = [olga.person.password, NEXT_PASSWORD]
  await pool.meet({
    given: async (time) => {
      const [old = '', next = ''] = time % 2 === 0 ? passwords : passwords.toReversed()
      await pool.call('AdminSetUserPassword', { ...named, Password: old, Permanent: true })
      return { old, next, page: new ConsolePage(pool) }
    },
    calls: [
      async ({ old, page }) => {
        await olga.device.enter({ ...olga.person, password: old })
        return page.enter({ accessToken: olga.device.accessToken })
      },
      ({ next }) => pool.call('AdminSetUserPassword', { ...named, Password: next, Permanent: true }),
    ],
    async holds(_, { page }) {
      expect((await page.send('/console/session')).status).toBe(401)
    },
  })
})

test('sessions of users outlive a password, as with Cognito', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice')
  const [laptop, phone] = [await pool.signedIn(alice), await pool.signedIn(alice, 'Phone')]
  await laptop.call('ChangePassword', {
    AccessToken: laptop.accessToken,
    PreviousPassword: alice.password,
    ProposedPassword: 'Another-horse-of-alice-8',
  })
  for (const device of [laptop, phone]) await device.refresh()
})
