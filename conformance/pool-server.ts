import { randomBytes } from 'node:crypto'
import {
  CognitoIdentityProvider,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import {
  createServer,
  DEVELOPMENT_ACCESS_KEY,
  type Handler,
  listen,
  type Server,
  type ServerParts,
} from '@latchkey/server'
import { freshDatabase } from '@latchkey/testing'
import { Secret, TOTP } from 'otpauth'
import { CallBook } from './calls.js'

/** A whole server on a real socket, with one user pool. */

export type PoolOptions = {
  /** Which devices are remembered; 'off' tracks none. Default: always. */
  remember?: 'off' | 'always' | 'opt-in'
  /** Whether a remembered device is asked for its proof instead of a second factor. Default: true. */
  deviceReplacesMfa?: boolean
  /** Default: off. */
  mfa?: 'off' | 'optional' | 'required'
  /** The second factors that are offered. Default: authenticator apps. */
  factors?: ('totp' | 'sms' | 'email')[]
  pool?: Partial<CreateUserPoolCommandInput>
  client?: Partial<CreateUserPoolClientCommandInput>
  /** How the triggers of the pool are reached. */
  triggers?: ServerParts['triggers']
  /** The folder of the console and the account page. Default: they are not served. */
  pages?: string
}

export type TestUser = {
  username: string
  password: string
  sub: string
  /** A code of the user's authenticator app that was never used before: the server's clock turns for it. */
  totp(): string
}

const PASSWORD = 'Correct-horse-1'
const STEP_SECONDS = 30

export type UserPool = Awaited<ReturnType<typeof userPool>>

export async function userPool(options: PoolOptions = {}) {
  const clock = turningClock()
  const book = new CallBook()
  const { server, url, goAway, comeBack, stop } = await startServer(clock, book, options)
  const admin = new CognitoIdentityProvider({
    region: 'local',
    endpoint: url,
    credentials: {
      accessKeyId: DEVELOPMENT_ACCESS_KEY.accessKeyId,
      secretAccessKey: DEVELOPMENT_ACCESS_KEY.secret,
    },
  })
  const { UserPool: made } = await admin.createUserPool(poolRequest(options))
  const poolId = given(made?.Id)
  const { factors } = options
  if (factors)
    await admin.setUserPoolMfaConfig({
      UserPoolId: poolId,
      SoftwareTokenMfaConfiguration: { Enabled: factors.includes('totp') },
      ...(factors.includes('sms') && { SmsMfaConfiguration: {} }),
      ...(factors.includes('email') && { EmailMfaConfiguration: {} }),
    })
  const { UserPoolClient: client } = await admin.createUserPoolClient({
    UserPoolId: poolId,
    ClientName: 'app',
    ExplicitAuthFlows: EVERY_FLOW,
    ...options.client,
  })
  const clientId = given(client?.ClientId)

  /** Somebody who is there already, of any pool, gets a password and perhaps an authenticator app. */
  async function withPassword(
    UserPoolId: string,
    Username: string,
    { totp = false } = {},
  ): Promise<TestUser> {
    const user = { UserPoolId, Username }
    await admin.adminSetUserPassword({ ...user, Password: PASSWORD, Permanent: true })
    const { UserAttributes } = await admin.adminGetUser(user)
    const sub = given(UserAttributes?.find(({ Name }) => Name === 'sub')?.Value)
    const secret = totp ? await enrol(server, { poolId: UserPoolId, userId: sub }) : undefined
    const app = authenticatorApp(clock)
    return { username: Username, password: PASSWORD, sub, totp: () => app(given(secret)) }
  }

  return {
    url,
    poolId,
    clientId,
    clientSecret: client?.ClientSecret,
    /** The AWS SDK, with the access key of development. */
    admin,
    /** What passed the server's door. */
    book,
    server,
    clock,
    /** Nobody listens any more, as when a server is stopped. */
    goAway,
    /** It is there again, at the same address. */
    comeBack,

    /** A confirmed user. */
    async user(
      username: string,
      { attributes = {}, totp = false }: { attributes?: Record<string, string>; totp?: boolean } = {},
    ): Promise<TestUser> {
      await admin.adminCreateUser({
        UserPoolId: poolId,
        Username: username,
        MessageAction: 'SUPPRESS',
        UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
      })
      return withPassword(poolId, username, { totp })
    },

    withPassword,

    /** The code in the latest message to a user. */
    async latestCode(username: string): Promise<string> {
      const { UserAttributes } = await admin.adminGetUser({ UserPoolId: poolId, Username: username })
      const userId = given(UserAttributes?.find(({ Name }) => Name === 'sub')?.Value)
      const [message] = await server.world.stores.outbox.ofUser({ poolId, userId }, 1)
      return given(/\d{6,8}/.exec(message?.body ?? '')?.[0])
    },

    /** The link in the latest message to a user. */
    async latestLink(username: string): Promise<string> {
      const { UserAttributes } = await admin.adminGetUser({ UserPoolId: poolId, Username: username })
      const userId = given(UserAttributes?.find(({ Name }) => Name === 'sub')?.Value)
      const [message] = await server.world.stores.outbox.ofUser({ poolId, userId }, 1)
      return given(/href="([^"]+)"/.exec(message?.body ?? '')?.[1]).replaceAll('&amp;', '&')
    },

    /** The keys of the devices that operators see, newest first. */
    async trackedDevices(username: string): Promise<string[]> {
      const { Devices = [] } = await admin.adminListDevices({ UserPoolId: poolId, Username: username })
      return Devices.map(({ DeviceKey }) => given(DeviceKey))
    },

    async [Symbol.asyncDispose]() {
      admin.destroy()
      await stop()
      const undeclared = book.undeclaredErrors()
      if (undeclared.length > 0) throw new Error(`Errors that no model declares: ${undeclared.join(', ')}`)
    },
  }
}

/** What must be there. */
export function given<Value>(value: Value | undefined | null): Value {
  if (value === undefined || value === null) throw new Error('It is not there.')
  return value
}

/** Codes of an authenticator app: each is of a later step than the one before, since a code passes once. */
export function authenticatorApp(clock: TurningClock): (secret: string) => string {
  const lastSteps = new Map<string, number>()
  return (secret) => {
    const step = () => Math.floor(clock.now().getTime() / 1000 / STEP_SECONDS)
    if (step() === lastSteps.get(secret)) clock.turn(STEP_SECONDS)
    lastSteps.set(secret, step())
    return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now().getTime() })
  }
}

const EVERY_FLOW: CreateUserPoolClientCommandInput['ExplicitAuthFlows'] = [
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_USER_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
]

const mfaOnTheWire = { off: 'OFF', optional: 'OPTIONAL', required: 'ON' } as const

function poolRequest(options: PoolOptions): CreateUserPoolCommandInput {
  const { remember = 'always', deviceReplacesMfa = true, mfa = 'off' } = options
  return {
    PoolName: 'conformance',
    MfaConfiguration: mfaOnTheWire[mfa],
    ...(remember !== 'off' && {
      DeviceConfiguration: {
        ChallengeRequiredOnNewDevice: deviceReplacesMfa,
        DeviceOnlyRememberedOnUserPrompt: remember === 'opt-in',
      },
    }),
    ...options.pool,
  }
}

export type TurningClock = { now(): Date; turn(seconds: number): void }

/** The server's clock. It goes with the computer's, ahead of it by as much as it was turned. */
function turningClock(): TurningClock {
  let ahead = 0
  return {
    now: () => new Date(Date.now() + ahead),
    turn(seconds) {
      ahead += seconds * 1000
    },
  }
}

async function startServer(clock: TurningClock, book: CallBook, { triggers = {}, pages }: PoolOptions) {
  let server: Server | undefined
  const handler: Handler = book.around((request, connection) => given(server).fetch(request, connection))
  const listenAt = (port: number) => listen({ host: '127.0.0.1', port, handler })
  let listener = await listenAt(0)
  const { url } = listener
  server = await createServer({
    database: await freshDatabase(),
    masterKey: randomBytes(32),
    publicUrl: url,
    development: true,
    clock,
    cores: 1,
    triggers,
    ...(pages !== undefined && { pages }),
  })
  const started = server
  const goAway = () => listener.close()
  const comeBack = async () => {
    listener = await listenAt(Number(new URL(url).port))
  }
  const stop = async () => {
    await goAway()
    await started.close()
  }
  return { server: started, url, goAway, comeBack, stop }
}

/** An authenticator app, as if it had been set up before the story begins. */
export async function enrol({ world }: Server, owner: { poolId: string; userId: string }): Promise<string> {
  const secret = new Secret({ size: 20 }).base32
  const { softwareTokens, users } = world.stores
  await softwareTokens.associate(owner, secret, world.clock.now())
  await softwareTokens.activate(owner, undefined, 0)
  const user = given(await users.find(owner))
  const mfa = { enabled: ['software token'], preferred: 'software token' } as const
  await users.setSecondFactors(user, mfa, world.clock.now())
  return secret
}
