import {
  importTools,
  OPERATORS_POOL,
  type Operator,
  operator,
  ProtocolError,
  type TestPool,
  userPool,
} from '@latchkey/testing'
import { isSignedOperation, operationNames, type Requests, type SignedOperationName } from '@latchkey/wire'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations } from '../operations.js'
import { poolArn } from '../pools/pool.js'
import { roleFor } from './permit.js'

/**
 * Every operation of operators that changes something: a viewer is refused and nothing is changed; an operator who may is
 * on record.
 */

const served = operationNames.filter(isSignedOperation).filter((name) => operations[name] !== 'not served')

/** Reads, by what they take; a list of messages takes more, since there are codes in it. */
const isReading = (name: SignedOperationName) =>
  ['any', 'viewer'].includes(roleFor(name, {})) || name === 'AdminListMessages'

type Ground = {
  pool: TestPool
  UserPoolId: string
  /** A user of this name, with a device that is tracked. */
  user(Username: string): Promise<{ UserPoolId: string; Username: string; DeviceKey: string }>
  group(GroupName: string): Promise<{ UserPoolId: string; GroupName: string }>
  client(): Promise<{ UserPoolId: string; ClientId: string }>
  job(): Promise<{ UserPoolId: string; JobId: string }>
}

type Change<Name extends SignedOperationName> = (ground: Ground) => Promise<Requests[Name]>

/** A request that changes something, for each of them; the user's name is the operation's. */
const changes: { [Name in SignedOperationName]?: Change<Name> } = {
  async AddCustomAttributes({ UserPoolId }) {
    return { UserPoolId, CustomAttributes: [{ Name: 'shoe_size', AttributeDataType: 'String' }] }
  },
  AddUserPoolClientSecret: ({ client }) => client(),
  async AdminAddUserToGroup({ user, group }) {
    return { ...(await user('AdminAddUserToGroup')), ...(await group('joined')) }
  },
  async AdminConfirmSignUp({ pool, UserPoolId }) {
    const Username = 'AdminConfirmSignUp'
    await pool.call('SignUp', { ClientId: pool.client.clientId, Username, Password: 'Correct-horse-7' })
    return { UserPoolId, Username }
  },
  async AdminCreateUser({ UserPoolId }) {
    return { UserPoolId, Username: 'AdminCreateUser', MessageAction: 'SUPPRESS' }
  },
  async AdminDeleteSoftwareToken({ pool, UserPoolId }) {
    await pool.user('AdminDeleteSoftwareToken', { totp: true })
    return { UserPoolId, Username: 'AdminDeleteSoftwareToken' }
  },
  AdminDeleteUser: ({ user }) => user('AdminDeleteUser'),
  async AdminDeleteUserAttributes({ pool, UserPoolId }) {
    await pool.user('AdminDeleteUserAttributes', { attributes: { nickname: 'Al' } })
    return { UserPoolId, Username: 'AdminDeleteUserAttributes', UserAttributeNames: ['nickname'] }
  },
  async AdminDisableProviderForUser({ pool, UserPoolId, user }) {
    const { Username } = await user('AdminDisableProviderForUser')
    const SourceUser = { ProviderName: 'Other', ProviderAttributeName: 'Cognito_Subject' }
    const linked = { ...SourceUser, ProviderAttributeValue: 'one' }
    const DestinationUser = { ProviderName: 'Cognito', ProviderAttributeValue: Username }
    await pool.call('AdminLinkProviderForUser', { UserPoolId, DestinationUser, SourceUser: linked })
    return { UserPoolId, User: linked }
  },
  AdminDisableUser: ({ user }) => user('AdminDisableUser'),
  async AdminEnableUser({ pool, user }) {
    const alice = await user('AdminEnableUser')
    await pool.call('AdminDisableUser', alice)
    return alice
  },
  AdminForgetAndSignOutDevice: ({ user }) => user('AdminForgetAndSignOutDevice'),
  AdminForgetDevice: ({ user }) => user('AdminForgetDevice'),
  async AdminForgetPoolDevices({ UserPoolId, pool, user }) {
    const { Username, DeviceKey } = await user('AdminForgetPoolDevices')
    const { UserAttributes } = await pool.call('AdminGetUser', { UserPoolId, Username })
    const UserSub = UserAttributes?.find(({ Name }) => Name === 'sub')?.Value ?? ''
    return { UserPoolId, Devices: [{ UserSub, DeviceKey }] }
  },
  async AdminInitiateAuth({ pool, user }) {
    const { UserPoolId, Username } = await user('AdminInitiateAuth')
    const AuthParameters = { USERNAME: Username, PASSWORD: `Correct-${Username}-7` }
    const { clientId: ClientId } = pool.client
    return { UserPoolId, ClientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters }
  },
  async AdminLinkProviderForUser({ UserPoolId, user }) {
    const { Username } = await user('AdminLinkProviderForUser')
    return {
      UserPoolId,
      DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: Username },
      SourceUser: {
        ProviderName: 'Other',
        ProviderAttributeName: 'Cognito_Subject',
        ProviderAttributeValue: 'two',
      },
    }
  },
  async AdminRemoveUserFromGroup({ pool, user, group }) {
    const member = { ...(await user('AdminRemoveUserFromGroup')), ...(await group('left')) }
    await pool.call('AdminAddUserToGroup', member)
    return member
  },
  async AdminRenameDevice({ user }) {
    return { ...(await user('AdminRenameDevice')), DeviceName: 'The one in the kitchen' }
  },
  async AdminResetUserPassword({ pool, UserPoolId }) {
    const attributes = { email: 'reset@example.com', email_verified: 'true' }
    await pool.user('AdminResetUserPassword', { attributes })
    return { UserPoolId, Username: 'AdminResetUserPassword' }
  },
  async AdminRespondToAuthChallenge({ pool, UserPoolId }) {
    const Username = 'AdminRespondToAuthChallenge'
    const { password } = await pool.user(Username, { temporaryPassword: true })
    const { clientId: ClientId } = pool.client
    const { Session } = await pool.call('AdminInitiateAuth', {
      UserPoolId,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: Username, PASSWORD: password },
    })
    const ChallengeResponses = { USERNAME: Username, NEW_PASSWORD: 'Another-horse-8' }
    return { UserPoolId, ClientId, ChallengeName: 'NEW_PASSWORD_REQUIRED', Session, ChallengeResponses }
  },
  async AdminSetUserMFAPreference({ pool, UserPoolId }) {
    await pool.user('AdminSetUserMFAPreference', { totp: true })
    const SoftwareTokenMfaSettings = { Enabled: false }
    return { UserPoolId, Username: 'AdminSetUserMFAPreference', SoftwareTokenMfaSettings }
  },
  async AdminSetUserPassword({ user }) {
    return { ...(await user('AdminSetUserPassword')), Password: 'Another-horse-8', Permanent: true }
  },
  async AdminSetUserSettings({ pool, UserPoolId }) {
    const attributes = { phone_number: '+15550100', phone_number_verified: 'true' }
    await pool.user('AdminSetUserSettings', { attributes })
    const MFAOptions = [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }] as const
    return { UserPoolId, Username: 'AdminSetUserSettings', MFAOptions: [...MFAOptions] }
  },
  async AdminUpdateDeviceStatus({ user }) {
    return { ...(await user('AdminUpdateDeviceStatus')), DeviceRememberedStatus: 'not_remembered' }
  },
  async AdminUpdateUserAttributes({ user }) {
    const UserAttributes = [{ Name: 'nickname', Value: 'Al' }]
    return { ...(await user('AdminUpdateUserAttributes')), UserAttributes }
  },
  AdminUserGlobalSignOut: ({ user }) => user('AdminUserGlobalSignOut'),
  async CreateGroup({ UserPoolId }) {
    return { UserPoolId, GroupName: 'made' }
  },
  async CreateUserImportJob({ UserPoolId }) {
    return { UserPoolId, JobName: 'staff', CloudWatchLogsRoleArn: ROLE }
  },
  async CreateUserPool() {
    return { PoolName: 'another' }
  },
  async CreateUserPoolClient({ UserPoolId }) {
    return { UserPoolId, ClientName: 'another' }
  },
  DeleteGroup: ({ group }) => group('deleted'),
  async DeleteUserPool({ pool }) {
    return { UserPoolId: (await pool.sibling()).poolId }
  },
  DeleteUserPoolClient: ({ client }) => client(),
  async DeleteUserPoolClientSecret({ pool, client }) {
    const mine = await client()
    const { ClientSecretDescriptor } = await pool.call('AddUserPoolClientSecret', mine)
    return { ...mine, ClientSecretId: ClientSecretDescriptor?.ClientSecretId ?? '' }
  },
  async SetUserPoolMfaConfig({ UserPoolId }) {
    const SoftwareTokenMfaConfiguration = { Enabled: true }
    return { UserPoolId, MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration }
  },
  StartUserImportJob: ({ job }) => job(),
  async StopUserImportJob({ pool, job }) {
    const { JobId, ...here } = await job()
    const progressed_at = pool.clock.now().getTime()
    await pool.database
      .updateTable('import_jobs')
      .set({ status: 'InProgress', progressed_at })
      .where('job_id', '=', JobId)
      .execute()
    return { ...here, JobId }
  },
  async TagResource({ UserPoolId }) {
    return { ResourceArn: poolArn(UserPoolId), Tags: { stage: 'test' } }
  },
  async UntagResource({ pool, UserPoolId }) {
    const ResourceArn = poolArn(UserPoolId)
    await pool.call('TagResource', { ResourceArn, Tags: { other: 'tag' } })
    return { ResourceArn, TagKeys: ['other'] }
  },
  async UpdateGroup({ group }) {
    return { ...(await group('changed')), Description: 'Those who changed' }
  },
  async UpdateUserPool({ UserPoolId }) {
    const DeviceConfiguration = {
      ChallengeRequiredOnNewDevice: true,
      DeviceOnlyRememberedOnUserPrompt: false,
    }
    return { UserPoolId, MfaConfiguration: 'OPTIONAL', DeviceConfiguration }
  },
  async UpdateUserPoolClient({ client }) {
    return { ...(await client()), ClientName: 'renamed' }
  },
}

const ROLE = 'arn:aws:iam::111111111111:role/CognitoCloudWatchLogsRole'

/** What these tell of is what their operations are about, which is no pool that is left. */
const elsewhere: readonly SignedOperationName[] = ['DeleteUserPool']

let pool: TestPool
let ground: Ground
let viewer: Operator
let support: Operator
let admin: Operator

beforeAll(async () => {
  pool = await userPool({ remember: 'always', mfa: 'optional', factors: ['totp', 'sms'] })
  const { poolId: UserPoolId } = pool
  viewer = await operator(pool, 'vera', 'viewer')
  support = await operator(pool, 'sue', 'support')
  admin = await operator(pool, 'adam', 'admin')
  const importing = importTools(pool)
  ground = {
    pool,
    UserPoolId,
    async user(Username) {
      const device = await pool.signedIn(await pool.user(Username))
      return { UserPoolId, Username, DeviceKey: device.key }
    },
    async group(GroupName) {
      await pool.call('CreateGroup', { UserPoolId, GroupName })
      return { UserPoolId, GroupName }
    },
    async client() {
      const { clientId: ClientId } = await pool.addClient({ GenerateSecret: true })
      return { UserPoolId, ClientId }
    },
    async job() {
      const { JobId, PreSignedUrl } = await importing.create()
      await importing.put(PreSignedUrl, await importing.csv())
      return { UserPoolId, JobId }
    },
  }
})

afterAll(async () => {
  await pool[Symbol.asyncDispose]()
})

/** The importer works by itself; of a job that it never had it knows nothing. */
async function importerRests(): Promise<void> {
  const jobs = () => pool.database.selectFrom('import_jobs').select('status').execute()
  await pool.database
    .updateTable('import_jobs')
    .set({ status: 'Stopped' })
    .where('status', '=', 'Stopping')
    .execute()
  const atWork = async () => (await jobs()).filter(({ status }) => ['Pending', 'InProgress'].includes(status))
  await expect.poll(atWork).toEqual([])
}

const tables = [
  'pools',
  'clients',
  'users',
  'user_names',
  'groups',
  'group_members',
  'linked_identities',
  'software_tokens',
  'devices',
  'sessions',
  'codes',
  'messages',
  'import_jobs',
  'events',
] as const

/** What is in the database, row by row. */
async function everything(): Promise<string[]> {
  const found = tables.map(async (table) => {
    const rows = await pool.database.selectFrom(table).selectAll().execute()
    return rows.map((row) => `${table} ${JSON.stringify(row)}`)
  })
  return (await Promise.all(found)).flat().sort()
}

const eventsOf = (operation: string, name: string) =>
  pool.database
    .selectFrom('events')
    .selectAll()
    .where('operation', '=', operation)
    .where('operator', '=', name)
    .execute()

test('there is a change for every operation that changes something, and for no other', () => {
  expect(
    Object.keys(changes)
      .filter((name) => served.includes(name as SignedOperationName))
      .sort(),
  ).toEqual(served.filter((name) => !isReading(name)).sort())
})

describe.each(served.filter((name) => !isReading(name)))('%s', (name) => {
  const change = changes[name] as ((ground: Ground) => Promise<object>) | undefined

  test('is refused to a viewer, changes nothing then, and is on record of whoever may', async () => {
    if (!change) return
    const request = (await change(ground)) as never
    const before = await everything()
    const role = roleFor(name, request)
    for (const who of role === 'support' ? [viewer] : [viewer, support]) {
      const refused = await who.call(name, request).catch((error: unknown) => error)
      expect(refused).toBeInstanceOf(ProtocolError)
      expect(refused).toMatchObject({
        code: 'AccessDeniedException',
        message: expect.stringContaining(`may not ${name}`),
      })
    }
    expect(await everything()).toEqual(before)

    const who = role === 'support' ? support : admin
    await who.call(name, request)
    if (name.endsWith('ImportJob')) await importerRests()
    const events = await eventsOf(name, who.person.username)
    expect(events.length, 'an event').toBeGreaterThan(0)
    const poolIds = events.map(({ pool_id }) => pool_id)
    if (elsewhere.includes(name)) expect(poolIds).toEqual([OPERATORS_POOL])
    else if (name !== 'CreateUserPool') expect(new Set(poolIds)).toEqual(new Set([pool.poolId]))
  })
})

/** All that readings ask for; what one of them does not know, it passes over. */
const asked = async () => ({
  ...(await ground.user('reader')),
  ...(await ground.group('readers')),
  ...(await ground.client()),
  ...(await ground.job()),
  ResourceArn: poolArn(pool.poolId),
  MaxResults: 10,
})

test('what reads is open to a viewer, and leaves no event', async () => {
  const request = (await asked()) as never
  const before = await everything()
  for (const name of served.filter(isReading)) {
    const answer = viewer.call(name, request)
    if (name === 'AdminListMessages') await expect(answer).rejects.toThrow('that takes the role admin')
    else await answer
  }
  expect(await everything()).toEqual(before)
})
