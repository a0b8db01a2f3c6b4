import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider'

/** The command as people run it: a process of its own. */

export const entry = fileURLToPath(new URL('../dist/index.js', import.meta.url))

export type Ended = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }

export type RunningCommand = {
  process: ChildProcess
  /** What was printed so far. */
  printed: { stdout: string; stderr: string }
  ended: Promise<Ended>
}

/** The environment of the tests, without what would change the command's mind. */
const environment = (extra: Record<string, string>) => {
  const {
    LATCHKEY_MASTER_KEY: _key,
    LATCHKEY_EXPORT_KEY: _export,
    LATCHKEY_PUBLIC_URL: _url,
    LATCHKEY_LOG_LEVEL: _level,
    LATCHKEY_SMTP_URL: _smtp,
    LATCHKEY_SMS_WEBHOOK_URL: _sms,
    LATCHKEY_LAMBDA_ENDPOINT: _lambda,
    LATCHKEY_TRIGGER_SECRET: _trigger,
    LATCHKEY_METRICS_PORT: _metricsPort,
    LATCHKEY_METRICS_HOST: _metricsHost,
    LATCHKEY_TRUSTED_PROXIES: _proxies,
    LATCHKEY_DRAIN_SECONDS: _drain,
    LATCHKEY_EVENT_DAYS: _days,
    LATCHKEY_ADDRESSES: _addresses,
    ...rest
  } = process.env
  // Nobody has to notice that a server of a test stops.
  return { ...withoutTraces(rest), LATCHKEY_DRAIN_GRACE_SECONDS: '0', ...extra }
}

const withoutTraces = (env: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('OTEL_')))

export type RunOptions = {
  env?: Record<string, string>
  entry?: string
  /** A command that runs the command line of Node that follows it. */
  by?: string[]
}

export function run(args: string[], options: RunOptions = {}): RunningCommand {
  const [command = '', ...rest] = [...(options.by ?? []), process.execPath, options.entry ?? entry, ...args]
  const child = spawn(command, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(options.env ?? {}),
  })
  const printed = { stdout: '', stderr: '' }
  child.stdout.on('data', (text) => {
    printed.stdout += text
  })
  child.stderr.on('data', (text) => {
    printed.stderr += text
  })
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, ...printed }))
  })
  return { process: child, printed, ended }
}

/** Runs a command to its end. */
export const latchkey = (args: string[], env: Record<string, string> = {}) => run(args, { env }).ended

export type Served = RunningCommand &
  AsyncDisposable & { url: string; stop(signal?: NodeJS.Signals): Promise<Ended> }

/** A server that is ready; it is stopped when the test ends. Throws what it complained of when it does not start. */
export async function serve(args: string[], options: RunOptions = {}): Promise<Served> {
  const running = run(['serve', '--port', '0', ...args], options)
  const url = await new Promise<string>((resolve, reject) => {
    running.process.stdout?.on('data', () => {
      const found = /^ready (\S+)\n/m.exec(running.printed.stdout)?.[1]
      if (found) resolve(found)
    })
    running.ended.then(({ stderr }) => reject(new Error(stderr)))
  })
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
    running.process.kill(signal)
    return running.ended
  }
  return { ...running, url, stop, [Symbol.asyncDispose]: async () => void (await stop('SIGKILL')) }
}

/** Servers that come and go in one test; those that are left are stopped when it ends. */
export function servers(
  args: string[],
  options: { env?: Record<string, string> } = {},
): AsyncDisposable & { serve(...more: string[]): Promise<Served> } {
  const started: Served[] = []
  return {
    async serve(...more) {
      const server = await serve([...args, ...more], options)
      started.push(server)
      return server
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(started.map((server) => server.stop('SIGKILL')))
    },
  }
}

/** A folder of its own, gone at the end of the test. */
export function temporaryFolder(): Disposable & {
  path: string
  write(name: string, content: unknown): string
} {
  const path = mkdtempSync(join(tmpdir(), 'latchkey-test-'))
  return {
    path,
    write(name, content) {
      const file = join(path, name)
      writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
      return file
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  }
}

export const sdk = (endpoint: string, accessKeyId = 'local', secretAccessKey = 'local') =>
  new CognitoIdentityProvider({
    region: 'local',
    endpoint,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  })

/** A pool with one client and one user. */
export const sample = {
  pools: [
    {
      UserPoolId: 'local_Test1',
      PoolName: 'test',
      DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: false },
    },
  ],
  clients: [
    {
      UserPoolId: 'local_Test1',
      ClientId: 'testclient',
      ClientName: 'test',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    },
  ],
  users: [{ UserPoolId: 'local_Test1', Username: 'alice', Password: 'Correct-Horse-9' }],
}

export const signIn = (endpoint: string, password = 'Correct-Horse-9') =>
  sdk(endpoint).initiateAuth({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: 'testclient',
    AuthParameters: { USERNAME: 'alice', PASSWORD: password },
  })
