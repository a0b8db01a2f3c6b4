import { codeAt, type Device, type Person, type SharedPool, sharedPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

/** What can never be of a user, however calls meet. */

const PASSWORD = 'Correct-horse-1'
const ALIASES = { AutoVerifiedAttributes: ['email' as const], AliasAttributes: ['email' as const] }
const EMAIL = 'alice@example.com'

describe('a name', () => {
  test('that two sign up with belongs to one of them', async () => {
    await using pool = await sharedPool()
    await pool.meet({
      alike: true,
      given: async (time) => `alice-${time}`,
      calls: [(name) => signUp(pool, name), (name) => signUp(pool, name)],
      async holds(outcomes, name) {
        expect(outcomes.map(({ refused }) => refused).sort()).toEqual(['UsernameExistsException', undefined])
        const winner = outcomes.find(({ answer }) => answer !== undefined)?.answer?.UserSub
        expect(await userIds(pool, name)).toEqual([winner])
      },
    })
  })

  test('that is freed while somebody signs up with it is theirs, or theirs to try again', async () => {
    await using pool = await sharedPool()
    await pool.meet({
      async given(time) {
        await signUp(pool, `alice-${time}`)
        return `alice-${time}`
      },
      calls: [(name) => signUp(pool, name), (name) => pool.call('AdminDeleteUser', named(pool, name))],
      async holds([signingUp, deleting], name) {
        expect(deleting.refused).toBeUndefined()
        if (signingUp.refused) expect(signingUp.refused).toBe('UsernameExistsException')
        const { UserSub } = signingUp.answer ?? {}
        expect(await userIds(pool, name)).toEqual(UserSub === undefined ? [] : [UserSub])
      },
    })
  })

  test('that two confirm as theirs is the alias of one of them', async () => {
    await using pool = await sharedPool({ pool: ALIASES })
    await pool.meet({
      async given(time) {
        const email = `alice-${time}@example.com`
        return {
          email,
          one: await waiting(pool, `one-${time}`, email),
          other: await waiting(pool, `other-${time}`, email),
        }
      },
      calls: [({ one }) => one.confirm(), ({ other }) => other.confirm()],
      async holds([confirming, confirmingToo], { email, one, other }) {
        const refusals = [confirming.refused, confirmingToo.refused]
        expect([...refusals].sort()).toEqual(['AliasExistsException', undefined])
        const winner = refusals[0] === undefined ? one : other
        expect(await ownerOf(pool, email)).toBe(winner.userId)
      },
    })
  })

  test('that is taken over from somebody who changes it at the same moment has one owner, who has verified it', async () => {
    await using pool = await sharedPool({ pool: ALIASES })
    await pool.meet({
      async given(time) {
        const email = `alice-${time}@example.com`
        const attributes = { email, email_verified: 'true' }
        const owner = await pool.user(`owner-${time}`, { attributes })
        return { email, owner, claimant: await waiting(pool, `claimant-${time}`, email) }
      },
      calls: [
        ({ claimant }) => claimant.confirm(true),
        ({ owner, email }) =>
          pool.call('AdminUpdateUserAttributes', {
            ...named(pool, owner.username),
            UserAttributes: [
              { Name: 'email', Value: `new-${email}` },
              { Name: 'email_verified', Value: 'true' },
            ],
          }),
      ],
      async holds(outcomes, { email, owner, claimant }) {
        for (const { refused } of outcomes) if (refused) expect(refused).toBe('TooManyRequestsException')
        const claimed = outcomes[0].refused === undefined
        const moved = outcomes[1].refused === undefined
        if (claimed) expect(await ownerOf(pool, email)).toBe(claimant.userId)
        if (moved) expect(await ownerOf(pool, `new-${email}`)).toBe(owner.userId)
      },
    })
  })
})

describe('a code', () => {
  test('that confirms a sign-up does so once', async () => {
    await using pool = await sharedPool({ pool: ALIASES })
    await pool.meet({
      alike: true,
      given: (time) => waiting(pool, `alice-${time}`, `alice-${time}@example.com`),
      calls: [({ confirm }) => confirm(), ({ confirm }) => confirm()],
      async holds(outcomes, { username }) {
        const refusals = outcomes.map(({ refused }) => refused)
        expect(refusals).toContain(undefined)
        expect(refusals.some((refused) => refused !== undefined)).toBe(true)
        expect((await pool.call('AdminGetUser', named(pool, username))).UserStatus).toBe('CONFIRMED')
      },
    })
  })

  test('for a forgotten password sets one password', async () => {
    await using pool = await sharedPool()
    await pool.meet({
      async given(time) {
        const alice = await pool.user(`alice-${time}`, {
          attributes: { email: EMAIL, email_verified: 'true' },
        })
        const who = { ClientId: pool.client.clientId, Username: alice.username }
        await pool.call('ForgotPassword', who)
        const ConfirmationCode = await pool.sentCode(alice)
        return {
          alice,
          confirm: (Password: string) =>
            pool.call('ConfirmForgotPassword', { ...who, ConfirmationCode, Password }),
        }
      },
      alike: true,
      calls: [({ confirm }) => confirm('Password-one-1'), ({ confirm }) => confirm('Password-two-2')],
      async holds([one, other], { alice }) {
        expect([one.refused, other.refused].sort()).toEqual(['ExpiredCodeException', undefined])
        const password = one.refused === undefined ? 'Password-one-1' : 'Password-two-2'
        await pool.device('Phone').signIn({ ...alice, password }, { flow: 'password' })
      },
    })
  })

  test('of an authenticator app that two set up at once leaves one app, whose codes are the right ones', async () => {
    await using pool = await sharedPool({ mfa: 'optional' })
    const alice = await pool.user('alice')
    const laptop = await pool.signedIn(alice)
    const { accessToken: AccessToken } = laptop
    const verify = (secret: string) =>
      pool.call('VerifySoftwareToken', { AccessToken, UserCode: codeAt(secret, pool.clock.now()) })
    await pool.meet({
      async given() {
        const { SecretCode = '' } = await pool.call('AssociateSoftwareToken', { AccessToken })
        const another = { SecretCode: '' }
        return { SecretCode, another }
      },
      calls: [
        ({ SecretCode }) => verify(SecretCode),
        async ({ another }) => {
          Object.assign(another, await pool.call('AssociateSoftwareToken', { AccessToken }))
          return verify(another.SecretCode)
        },
      ],
      async holds([one, other], { SecretCode, another }) {
        if (one.refused)
          expect(one.refused).toMatch(/^(EnableSoftwareTokenMFA|SoftwareTokenMFANotFound)Exception$/)
        if (other.refused) expect(other.refused).toBe('SoftwareTokenMFANotFoundException')
        const kept = await pool.server.world.stores.softwareTokens.find({
          poolId: pool.poolId,
          userId: alice.userId,
        })
        const inUse = [...(one.refused ? [] : [SecretCode]), ...(other.refused ? [] : [another.SecretCode])]
        expect(inUse).toContain(kept?.secret)
      },
    })
  })
})

describe('deleting a user leaves nothing, and everybody else is told that there is none', () => {
  const allowed = ['UserNotFoundException', 'NotAuthorizedException', 'ResourceNotFoundException']
  test.each<[string, (stage: Leaving) => Promise<unknown>]>([
    [
      'is added to a group',
      ({ pool, who }) => pool.call('AdminAddUserToGroup', { ...who, GroupName: 'staff' }),
    ],
    [
      'sets up an authenticator app',
      ({ pool, laptop }) => pool.call('AssociateSoftwareToken', { AccessToken: laptop.accessToken }),
    ],
    [
      'makes a passkey',
      ({ pool, laptop }) => pool.call('StartWebAuthnRegistration', { AccessToken: laptop.accessToken }),
    ],
    [
      'asks for a code',
      ({ pool, laptop }) =>
        pool.call('GetUserAttributeVerificationCode', {
          AccessToken: laptop.accessToken,
          AttributeName: 'email',
        }),
    ],
    [
      'forgot the password',
      ({ pool, alice }) =>
        pool.call('ForgotPassword', { ClientId: pool.client.clientId, Username: alice.username }),
    ],
    [
      'changes the password',
      ({ laptop, alice }) =>
        laptop.call('ChangePassword', {
          AccessToken: laptop.accessToken,
          PreviousPassword: alice.password,
          ProposedPassword: 'Another-one-2',
        }),
    ],
    [
      'gets another address',
      ({ pool, who }) =>
        pool.call('AdminUpdateUserAttributes', {
          ...who,
          UserAttributes: [{ Name: 'email', Value: 'new@example.com' }],
        }),
    ],
    [
      'gets another password',
      ({ pool, who }) =>
        pool.call('AdminSetUserPassword', { ...who, Password: 'Another-one-2', Permanent: true }),
    ],
    [
      'is linked to another identity',
      ({ pool, who, alice }) =>
        pool.call('AdminLinkProviderForUser', {
          UserPoolId: who.UserPoolId,
          DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: alice.username },
          SourceUser: {
            ProviderName: 'Example',
            ProviderAttributeName: 'Cognito_Subject',
            ProviderAttributeValue: alice.userId,
          },
        }),
    ],
  ])('who %s', async (_, call) => {
    await using pool = await sharedPool({
      mfa: 'optional',
      pool: {
        AutoVerifiedAttributes: ['email'],
        Policies: {
          PasswordPolicy: { PasswordHistorySize: 2 },
          SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] },
        },
      },
    })
    await pool.call('CreateGroup', { UserPoolId: pool.poolId, GroupName: 'staff' })
    await pool.meet({
      given: (time) => leaving(pool, `alice-${time}`),
      calls: [call, ({ who }) => pool.call('AdminDeleteUser', who)],
      async holds([calling, deleting]) {
        expect(deleting.refused).toBeUndefined()
        if (calling.refused) expect(allowed).toContain(calling.refused)
        for (const table of [
          'users',
          'user_names',
          'software_tokens',
          'messages',
          'codes',
          'linked_identities',
          'group_members',
        ] as const)
          expect(await pool.database.selectFrom(table).selectAll().execute()).toEqual([])
      },
    })
  })
})

describe('what is in something that is deleted goes with it', () => {
  // The last: the device of somebody who was signed in before, and is not any more.
  const goneToo = [
    'NotAuthorizedException',
    'UserNotFoundException',
    'ResourceNotFoundException',
    'InvalidParameterException',
  ]

  test('a member with the group', async () => {
    await using pool = await sharedPool()
    const alice = await pool.user('alice')
    const who = named(pool, alice.username)
    await pool.meet({
      async given(time) {
        const group = { UserPoolId: pool.poolId, GroupName: `staff-${time}` }
        await pool.call('CreateGroup', group)
        return group
      },
      calls: [
        (group) => pool.call('AdminAddUserToGroup', { ...who, ...group }),
        (group) => pool.call('DeleteGroup', group),
      ],
      async holds([adding, deleting]) {
        expect(deleting.refused).toBeUndefined()
        if (adding.refused) expect(adding.refused).toBe('ResourceNotFoundException')
        expect((await pool.call('AdminListGroupsForUser', who)).Groups).toEqual([])
      },
    })
  })

  test.each<[string, (pool: SharedPool, of: Doomed) => Promise<unknown>]>([
    [
      'signs in',
      (pool, { alice, client }) => pool.device('Laptop', client).signIn(alice, { flow: 'password' }),
    ],
    ['signs up', (pool, { client }) => signUp(pool, 'bob', client.clientId)],
    ['is made', (pool, { UserPoolId }) => pool.call('AdminCreateUser', { UserPoolId, Username: 'bob' })],
  ])('whoever %s with the pool', async (_, call) => {
    await using pool = await sharedPool({ remember: 'always' })
    await pool.meet({
      given: (time) => doomed(pool, time),
      calls: [(of) => call(pool, of), ({ UserPoolId }) => pool.call('DeleteUserPool', { UserPoolId })],
      async holds([calling, deleting], { UserPoolId }) {
        expect(deleting.refused).toBeUndefined()
        if (calling.refused) expect(goneToo).toContain(calling.refused)
        for (const table of ['pools', 'users', 'sessions', 'devices', 'clients'] as const)
          expect(
            await pool.database.selectFrom(table).selectAll().where('pool_id', '=', UserPoolId).execute(),
          ).toEqual([])
      },
    })
  })

  test.each<[string, (pool: SharedPool, of: Doomed) => Promise<unknown>]>([
    [
      'a client',
      (pool, { UserPoolId }) => pool.call('CreateUserPoolClient', { UserPoolId, ClientName: 'another' }),
    ],
    ['a group', (pool, { UserPoolId }) => pool.call('CreateGroup', { UserPoolId, GroupName: 'staff' })],
  ])('%s with the pool', async (_, call) => {
    await using pool = await sharedPool()
    await pool.meet({
      given: (time) => doomed(pool, time),
      calls: [(of) => call(pool, of), ({ UserPoolId }) => pool.call('DeleteUserPool', { UserPoolId })],
      async holds([calling, deleting]) {
        expect(deleting.refused).toBeUndefined()
        if (calling.refused) expect(calling.refused).toBe('ResourceNotFoundException')
      },
    })
  })
})

test('a password that is changed while it is reset is reset: it signs nobody in', async () => {
  await using pool = await sharedPool()
  await pool.meet({
    given: (time) => leaving(pool, `alice-${time}`),
    calls: [
      ({ laptop, alice }) =>
        laptop.call('ChangePassword', {
          AccessToken: laptop.accessToken,
          PreviousPassword: alice.password,
          ProposedPassword: 'Another-one-2',
        }),
      ({ who }) => pool.call('AdminResetUserPassword', who),
    ],
    async holds([changing, resetting], { who }) {
      expect(resetting.refused).toBeUndefined()
      if (changing.refused)
        expect(['NotAuthorizedException', 'PasswordResetRequiredException']).toContain(changing.refused)
      expect((await pool.call('AdminGetUser', who)).UserStatus).toBe('RESET_REQUIRED')
    },
  })
})

test('of attributes that two change at once, none is lost', async () => {
  await using pool = await sharedPool()
  const change = (who: ReturnType<typeof named>, Name: string) =>
    pool.call('AdminUpdateUserAttributes', { ...who, UserAttributes: [{ Name, Value: 'changed' }] })
  await pool.meet({
    async given(time) {
      await pool.user(`alice-${time}`)
      return named(pool, `alice-${time}`)
    },
    alike: true,
    calls: [(who) => change(who, 'nickname'), (who) => change(who, 'given_name')],
    async holds(outcomes, who) {
      expect(outcomes.map(({ refused }) => refused)).toEqual([undefined, undefined])
      const { UserAttributes = [] } = await pool.call('AdminGetUser', who)
      expect(UserAttributes.filter(({ Value }) => Value === 'changed')).toHaveLength(2)
    },
  })
})

const named = ({ poolId }: SharedPool, Username: string) => ({ UserPoolId: poolId, Username })

const signUp = (pool: SharedPool, Username: string, ClientId = pool.client.clientId) =>
  pool.call('SignUp', { ClientId, Username, Password: PASSWORD })

async function userIds({ database }: SharedPool, username: string): Promise<string[]> {
  const rows = await database.selectFrom('users').select('user_id').where('username', '=', username).execute()
  return rows.map(({ user_id }) => user_id)
}

const ownerOf = ({ server, poolId }: SharedPool, name: string) =>
  server.world.stores.users.ownerOfName(poolId, name)

/** Somebody who signed up, and has the code. */
async function waiting(pool: SharedPool, Username: string, email: string) {
  const { clientId: ClientId } = pool.client
  const { UserSub: userId = '' } = await pool.call('SignUp', {
    ClientId,
    Username,
    Password: PASSWORD,
    UserAttributes: [{ Name: 'email', Value: email }],
  })
  const ConfirmationCode = await pool.sentCode({ userId })
  return {
    username: Username,
    userId,
    confirm: (ForceAliasCreation = false) =>
      pool.call('ConfirmSignUp', { ClientId, Username, ConfirmationCode, ForceAliasCreation }),
  }
}

type Leaving = {
  pool: SharedPool
  who: { UserPoolId: string; Username: string }
  alice: Person
  laptop: Device
}

/** Somebody who is signed in, and about to be deleted. */
async function leaving(pool: SharedPool, username: string): Promise<Leaving> {
  const attributes = { email: EMAIL, email_verified: 'true' }
  const alice = await pool.user(username, { attributes })
  const laptop = pool.device('Laptop')
  await laptop.enter(alice, { flow: 'password' })
  pool.clock.advance('16 minutes')
  return { pool, who: named(pool, username), alice, laptop }
}

type Doomed = Awaited<ReturnType<typeof doomed>>

/** Another pool, with somebody in it. Its signing keys are copies, as it takes long to make some. */
async function doomed({ server, poolId, call }: SharedPool, time: number) {
  const { pools, signingKeys } = server.world.stores
  const UserPoolId = `local_doomed${time}`
  const settings = await pools.find(poolId)
  if (settings) await pools.insert(UserPoolId, settings, server.world.clock.now())
  await signingKeys.add(UserPoolId, await signingKeys.ofPool(poolId))
  const { UserPoolClient } = await call('CreateUserPoolClient', {
    UserPoolId,
    ClientName: 'testing',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
  })
  const alice = { username: 'alice', password: PASSWORD }
  await call('AdminCreateUser', { UserPoolId, Username: 'alice', TemporaryPassword: 'Temporary-1' })
  await call('AdminSetUserPassword', { UserPoolId, Username: 'alice', Password: PASSWORD, Permanent: true })
  const client = { clientId: UserPoolClient?.ClientId ?? '', clientSecret: undefined }
  return { UserPoolId, client, alice }
}
