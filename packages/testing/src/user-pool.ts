import { randomBytes } from 'node:crypto'
import {
  createServer,
  DEVELOPMENT_ACCESS_KEY,
  listen,
  openSqlite,
  type Server,
  type ServerParts,
} from '@latchkey/server'
import type {
  CreateUserPoolClientRequest,
  CreateUserPoolRequest,
  OperationName,
  Requests,
  Responses,
  UpdateUserPoolRequest,
} from '@latchkey/wire'
import { type BrokenContract, call, requestFor, type Wire } from './call.js'
import { type TestClock, testClock } from './clock.js'
import { freshDatabase } from './database.js'
import { type AppClient, Device } from './device.js'
import { type Person, person } from './person.js'

export type Remember = 'off' | 'always' | 'opt-in'

export type PoolOptions = {
  /** Device tracking. Default: off. */
  remember?: Remember
  /** Whether the proof of a remembered device stands in for a second factor. Default: true. */
  devicesReplaceMfa?: boolean
  /** Default: off. */
  mfa?: 'off' | 'optional' | 'required'
  /** The second factors that are offered. Default: authenticator apps. */
  factors?: ('totp' | 'sms' | 'email')[]
  /** Members of CreateUserPool. */
  pool?: Partial<CreateUserPoolRequest>
  /** Members of CreateUserPoolClient. Default: every flow is allowed. */
  client?: Partial<CreateUserPoolClientRequest>
}

export type ServerOptions = {
  /** True: calls go over TCP, on a free port of 127.0.0.1. Default: in process. */
  socket?: boolean
  /** False: the pair `local` / `local` means nothing, and calls are signed with one that the pool was given. */
  development?: boolean
  /** 'expected': the test breaks the server on purpose, and InternalErrorException is a refusal like others. */
  faults?: 'expected'
} & Partial<
  Pick<
    ServerParts,
    | 'database'
    | 'log'
    | 'metrics'
    | 'tracing'
    | 'random'
    | 'carriers'
    | 'triggers'
    | 'pages'
    | 'publicUrl'
    | 'cores'
    | 'waitingPerCore'
    | 'addresses'
    | 'eventDays'
    | 'placeOf'
  >
>

export type PersonOptions = {
  password?: string
  /** True: with an authenticator app that was set up already. */
  totp?: boolean
  /** True: the password is one that an operator set and the user must replace. */
  temporaryPassword?: boolean
  attributes?: Record<string, string>
}

/** A pool on a server of its own, all in memory, with an app client and a clock that the test turns. */
export type TestPool = AsyncDisposable & {
  readonly poolId: string
  readonly client: AppClient
  readonly clock: TestClock
  readonly server: Server
  readonly database: ServerParts['database']
  readonly wire: Wire
  /** One call of the protocol, signed where the operation is: the body of the answer. Throws ProtocolError. */
  call<Name extends OperationName>(operation: Name, request: Requests[Name]): Promise<Responses[Name]>
  /** One request with any body, not checked on the way out: the HTTP answer. */
  post(operation: OperationName, body: unknown): Promise<Response>
  /** Any HTTP request. */
  send(path: string, init?: RequestInit): Promise<Response>
  /** A confirmed user. */
  user(username: string, options?: PersonOptions): Promise<Person>
  /** The code in the latest message to a user. Of two at the same moment, nobody knows which is the later. */
  sentCode(who: Pick<Person, 'userId'>): Promise<string>
  /** Messages to a user, newest first. */
  messages(who: Pick<Person, 'userId'>): ReturnType<Server['world']['stores']['outbox']['ofUser']>
  /** An app on some device, through the pool's app client or another one. */
  device(name: string, client?: AppClient): Device
  /** A device on which somebody signed in. */
  signedIn(who: Person, name?: string): Promise<Device>
  /** One more app client. */
  addClient(members?: Partial<CreateUserPoolClientRequest>): Promise<AppClient>
  /** UpdateUserPool: the settings that are not named go back to their defaults. */
  change(options: Pick<PoolOptions, 'remember' | 'devicesReplaceMfa' | 'mfa' | 'pool'>): Promise<void>
  /** Another pool on the same server. */
  sibling(options?: PoolOptions): Promise<TestPool>
}

/**
 * A whole pool, made through the protocol.
 *
 * Signing keys are slow to make, so pools of one process share theirs, and their id: for the tokens of *another*
 * pool take `sibling`, which has its own.
 *
 * @example
 * await using pool = await userPool({ remember: 'opt-in', mfa: 'required' })
 * const alice = await pool.user('alice', { totp: true })
 * const laptop = pool.device('Firefox on a laptop')
 * await laptop.signIn(alice)            // { asks: 'totp', … }
 * await laptop.answer(alice.code())     // { asks: 'nothing', … }
 */
export async function userPool(options: PoolOptions & ServerOptions = {}): Promise<TestPool> {
  const {
    remember,
    devicesReplaceMfa,
    mfa,
    factors,
    pool,
    client,
    socket,
    development = true,
    ...parts
  } = options
  const clock = testClock()
  const database = parts.database ?? (await freshDatabase())
  const own = needsOwnFoundation(pool)
  if (!own) await plant(database, await seedling())
  const server = await createServer({
    database,
    masterKey: MASTER_KEY,
    publicUrl: parts.publicUrl ?? 'http://127.0.0.1:9229',
    development,
    clock,
    cores: parts.cores ?? 1,
    ...(parts.waitingPerCore !== undefined && { waitingPerCore: parts.waitingPerCore }),
    ...(parts.log && { log: parts.log }),
    ...(parts.metrics && { metrics: parts.metrics }),
    ...(parts.tracing && { tracing: parts.tracing }),
    ...(parts.carriers && { carriers: parts.carriers }),
    ...(parts.random && { random: parts.random }),
    ...(parts.triggers && { triggers: parts.triggers }),
    ...(parts.addresses && { addresses: parts.addresses }),
    ...(parts.eventDays && { eventDays: parts.eventDays }),
    ...(parts.pages !== undefined && { pages: parts.pages }),
    ...(parts.placeOf && { placeOf: parts.placeOf }),
  })
  const listener = socket
    ? await listen({ host: '127.0.0.1', port: 0, handler: server.fetch })
    : { url: 'http://127.0.0.1:9229', close: async () => {} }
  const accessKey = development ? DEVELOPMENT_ACCESS_KEY : await addAccessKey(server, clock)
  const broken: BrokenContract[] = []
  const wire: Wire = {
    url: listener.url,
    fetch: (request, from) =>
      socket ? fetch(request) : server.fetch(request, { address: from ?? '192.0.2.1' }),
    accessKey,
    now: clock.now,
    broken: (error) => broken.push(error),
    faultsExpected: parts.faults === 'expected',
  }
  const wanted = { remember, devicesReplaceMfa, mfa, factors, pool, client }
  const first = await poolOn(
    { server, database, clock, wire },
    wanted,
    own ? undefined : (await seedling()).poolId,
  )
  return {
    ...first,
    async [Symbol.asyncDispose]() {
      await listener.close()
      await server.close()
      // Also what a test swallowed: an undeclared error is a failure, whoever met it.
      if (broken[0]) throw broken[0]
    },
  }
}

/** Of every server here: pools that share their signing keys share what seals them. */
export const MASTER_KEY = randomBytes(32)

type Ground = Pick<TestPool, 'server' | 'database' | 'clock' | 'wire'>
type Wanted = { [Name in keyof PoolOptions]: PoolOptions[Name] | undefined }

async function poolOn(ground: Ground, wanted: Wanted, existing?: string): Promise<TestPool> {
  const { clock, wire } = ground
  const invoke: TestPool['call'] = (operation, request) => call(wire, operation, request)
  const poolId = existing ?? (await create(invoke, wanted))
  const change: TestPool['change'] = async (options) => {
    await invoke('UpdateUserPool', { UserPoolId: poolId, ...updatable(membersOf(options)) })
  }
  if (existing !== undefined) await change(defined(wanted))
  const addClient = async (members: Partial<CreateUserPoolClientRequest> = {}): Promise<AppClient> => {
    const { UserPoolClient } = await invoke('CreateUserPoolClient', clientMembers(poolId, members))
    const { ClientId: clientId = '', ClientSecret: clientSecret } = UserPoolClient ?? {}
    return { clientId, clientSecret }
  }
  if (wanted.factors)
    await invoke('SetUserPoolMfaConfig', { UserPoolId: poolId, ...mfaMembers(wanted.factors) })
  const messages: TestPool['messages'] = ({ userId }) =>
    ground.server.world.stores.outbox.ofUser({ poolId, userId }, 1000)
  const client = await addClient(wanted.client)
  return {
    ...ground,
    poolId,
    client,
    call: invoke,
    change,
    addClient,
    post: (operation, body) =>
      wire.fetch(requestFor(wire, operation, typeof body === 'string' ? body : JSON.stringify(body))),
    send: (path, init) => wire.fetch(new Request(`${wire.url}${path}`, init)),
    user: (username, options = {}) => makePerson(invoke, { poolId, clock, addClient }, username, options),
    messages,
    async sentCode(who) {
      const [message] = await messages(who)
      const [code] = /\d{6,8}/.exec(message?.body ?? '') ?? []
      if (code === undefined) throw new Error('No code was sent.')
      return code
    },
    device: (name, through = client) => new Device(wire, poolId, through, name),
    async signedIn(who, name = 'Firefox on a laptop') {
      const device = new Device(wire, poolId, client, name)
      await device.enter(who)
      return device
    },
    sibling: (options = {}) => poolOn(ground, options),
    async [Symbol.asyncDispose]() {},
  }
}

async function create(invoke: TestPool['call'], wanted: Wanted): Promise<string> {
  const { UserPool } = await invoke('CreateUserPool', { PoolName: 'testing', ...membersOf(defined(wanted)) })
  return UserPool?.Id ?? ''
}

const mfaMembers = (factors: NonNullable<PoolOptions['factors']>) => ({
  SoftwareTokenMfaConfiguration: { Enabled: factors.includes('totp') },
  ...(factors.includes('sms') && { SmsMfaConfiguration: {} }),
  ...(factors.includes('email') && { EmailMfaConfiguration: {} }),
})

const mfaConfiguration = { off: 'OFF', optional: 'OPTIONAL', required: 'ON' } as const

function membersOf({ remember = 'off', devicesReplaceMfa = true, mfa = 'off', pool }: PoolOptions) {
  return {
    MfaConfiguration: mfaConfiguration[mfa],
    ...(remember !== 'off' && {
      DeviceConfiguration: {
        ChallengeRequiredOnNewDevice: devicesReplaceMfa,
        DeviceOnlyRememberedOnUserPrompt: remember === 'opt-in',
      },
    }),
    ...pool,
  }
}

/** CreateUserPool takes a few members that UpdateUserPool does not know. */
function updatable(members: ReturnType<typeof membersOf>): Omit<UpdateUserPoolRequest, 'UserPoolId'> {
  const { Schema, AliasAttributes, UsernameAttributes, UsernameConfiguration, ...rest } = members
  return rest
}

const needsOwnFoundation = (pool: Partial<CreateUserPoolRequest> = {}) =>
  ['Schema', 'AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration'].some((name) => name in pool)

const defined = (wanted: Wanted): PoolOptions =>
  Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))

function clientMembers(
  poolId: string,
  members: Partial<CreateUserPoolClientRequest>,
): CreateUserPoolClientRequest {
  const rotates = members.RefreshTokenRotation?.Feature === 'ENABLED'
  return {
    UserPoolId: poolId,
    ClientName: 'testing',
    ExplicitAuthFlows: [
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      'ALLOW_USER_AUTH',
      ...(rotates ? [] : (['ALLOW_REFRESH_TOKEN_AUTH'] as const)),
    ],
    ...members,
  }
}

async function makePerson(
  invoke: TestPool['call'],
  pool: Pick<TestPool, 'poolId' | 'clock' | 'addClient'>,
  Username: string,
  { password = `Correct-${Username}-7`, totp, temporaryPassword, attributes = {} }: PersonOptions,
): Promise<Person> {
  const UserPoolId = pool.poolId
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }))
  const { User } = await invoke('AdminCreateUser', {
    UserPoolId,
    Username,
    TemporaryPassword: password,
    MessageAction: 'SUPPRESS',
    UserAttributes,
  })
  const userId = User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? ''
  const who = person(pool.clock, { username: User?.Username ?? Username, userId, password })
  const setPassword = (Permanent: boolean) =>
    invoke('AdminSetUserPassword', { UserPoolId, Username, Password: password, Permanent })
  await setPassword(true)
  if (totp) await whileOptional(invoke, pool.poolId, () => enrol(invoke, pool, who))
  if (temporaryPassword) await setPassword(false)
  return who
}

/** In a pool where nobody has to have a second factor, and a software token can be set up. */
async function whileOptional(
  invoke: TestPool['call'],
  UserPoolId: string,
  work: () => Promise<void>,
): Promise<void> {
  const { MfaConfiguration } = await invoke('GetUserPoolMfaConfig', { UserPoolId })
  await invoke('SetUserPoolMfaConfig', { UserPoolId, MfaConfiguration: 'OPTIONAL' })
  await work()
  await invoke('SetUserPoolMfaConfig', { UserPoolId, MfaConfiguration })
}

/** Through a client and a sign-in of its own, which leave nothing that a test would notice. */
async function enrol(
  invoke: TestPool['call'],
  { poolId, addClient }: Pick<TestPool, 'poolId' | 'addClient'>,
  who: Person,
): Promise<void> {
  const { clientId } = await addClient({ ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] })
  const begun = await invoke('AdminInitiateAuth', {
    UserPoolId: poolId,
    ClientId: clientId,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: who.username, PASSWORD: who.password },
  })
  const { AccessToken } = begun.AuthenticationResult ?? {}
  const { SecretCode } = await invoke('AssociateSoftwareToken', { AccessToken })
  who.totpSecret = SecretCode
  await invoke('VerifySoftwareToken', { AccessToken, UserCode: who.code() })
  await invoke('AdminSetUserMFAPreference', {
    UserPoolId: poolId,
    Username: who.username,
    SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
  })
}

async function addAccessKey(server: Server, clock: TestClock) {
  const accessKey = { accessKeyId: 'LKIATESTING', secret: randomBytes(30).toString('base64url') }
  await server.world.stores.accessKeys.add(accessKey.accessKeyId, accessKey.secret, clock.now())
  return accessKey
}

type Database = ServerParts['database']
type Seedling = Awaited<ReturnType<typeof grow>>

let growing: Promise<Seedling> | undefined

/** One pool per process with its signing keys, from which the others are planted. */
function seedling(): Promise<Seedling> {
  growing ??= grow()
  return growing
}

async function grow() {
  const database = await openSqlite(':memory:')
  const clock = testClock()
  const server = await createServer({
    database,
    masterKey: MASTER_KEY,
    publicUrl: 'http://127.0.0.1:9229',
    development: true,
    clock,
    cores: 1,
  })
  const wire: Wire = {
    url: 'http://127.0.0.1:9229',
    fetch: (request) => server.fetch(request),
    accessKey: DEVELOPMENT_ACCESS_KEY,
    now: clock.now,
    broken: (error) => {
      throw error
    },
    faultsExpected: false,
  }
  const { UserPool } = await call(wire, 'CreateUserPool', { PoolName: 'testing' })
  const pools = await database.selectFrom('pools').selectAll().execute()
  const signingKeys = await database.selectFrom('signing_keys').selectAll().execute()
  await server.close()
  return { poolId: UserPool?.Id ?? '', pools, signingKeys }
}

async function plant(database: Database, { pools, signingKeys }: Seedling): Promise<void> {
  await database.insertInto('pools').values(pools).execute()
  await database.insertInto('signing_keys').values(signingKeys).execute()
}
