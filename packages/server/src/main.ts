import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type Logger, pino } from 'pino'
import { applyConfiguration, readConfiguration } from './configuration.js'
import { awaitDatabase, chooseDatabase, type DatabaseChoice } from './database/choose.js'
import { lockFolder } from './database/folder-lock.js'
import type { Database } from './database/schema.js'
import { Refusal } from './errors.js'
import { openGeoipFile } from './events/geoip-file.js'
import { failure, newRequestId } from './http/envelope.js'
import { alive, readiness, starting } from './http/health.js'
import { developmentMasterKey, parseMasterKey } from './keys/master-key.js'
import { webhookKeyOf } from './keys/webhook-signature.js'
import { listen } from './listen.js'
import type { Carriers } from './messages/carrier.js'
import { carriersFrom } from './messages/settings.js'
import { type RunningOptions, type RunningSettings, runningSettingsOf } from './running-settings.js'
import { createServer, DEVELOPMENT_ACCESS_KEY, type Server, type ServerParts } from './server.js'
import type { TriggerSettings } from './triggers/invoke.js'
import { loadModules } from './triggers/load-modules.js'
import { startTracing, startWatcher } from './watcher.js'

/** The only file that knows the environment. */

export type ServeOptions = {
  host: string
  /** 0 takes a free port. */
  port: number
  /** The data folder. Beside a PostgreSQL database, only a development server keeps something in it: its master key. */
  data: string
  /** A PostgreSQL database: `postgres://…`. Default: `LATCHKEY_DATABASE_URL`; without one, the data is in the folder. */
  database?: string | undefined
  /** A configuration file (JSON), applied before the first request. */
  config?: string | undefined
  /** The folder of the built pages: the console and the account page. Default: they are not served. */
  pages?: string | undefined
  /** Gives up waiting for a database that does not answer. */
  signal?: AbortSignal | undefined
} & RunningOptions

export type Serving = {
  url: string
  /** Where metrics are told; undefined where they are not. */
  metricsUrl: string | undefined
  /** Of a development server with pages: the address at which its developer comes into the console, once and soon. */
  consoleLink: string | undefined
  /** `/readyz` says no at once; then, after the grace, it stops accepting, lets running requests end, and closes. */
  close(): Promise<void>
}

/**
 * Starts a server on a data folder of its own, or as one of any number of nodes on a PostgreSQL database. Resolves when it
 * accepts requests; a PostgreSQL database that does not answer is waited for.
 *
 * Environment: `LATCHKEY_MASTER_KEY` (32 bytes in base64; without it the server is one for development, on loopback
 * only), `LATCHKEY_DATABASE_URL` and its settings (database/choose.ts), `LATCHKEY_PUBLIC_URL` (where clients reach it, when that is not where it listens), `LATCHKEY_LOG_LEVEL`; how
 * messages are sent: `LATCHKEY_SMTP_URL`, `LATCHKEY_MAIL_FROM`, `LATCHKEY_SMS_WEBHOOK_URL`, `LATCHKEY_SMS_WEBHOOK_SECRET`;
 * how triggers are reached: `LATCHKEY_LAMBDA_ENDPOINT`, `LATCHKEY_TRIGGER_SECRET`; where addresses are: `LATCHKEY_GEOIP_FILE`; and how a node is run:
 * `LATCHKEY_METRICS_PORT`, `LATCHKEY_METRICS_HOST`, `LATCHKEY_TRUSTED_PROXIES`, `LATCHKEY_DRAIN_SECONDS`,
 * `LATCHKEY_DRAIN_GRACE_SECONDS`, and those of OpenTelemetry; how long events are kept, and how much of addresses:
 * `LATCHKEY_EVENT_DAYS`, `LATCHKEY_ADDRESSES`.
 *
 * @example
 * const serving = await serve({ host: '127.0.0.1', port: 0, data: '.latchkey' })
 * await serving.close()
 */
export async function serve(options: ServeOptions, env: NodeJS.ProcessEnv = process.env): Promise<Serving> {
  const log = pino({ level: logLevelOf(env) }, pino.destination({ fd: 2, sync: true }))
  const publicUrl = publicUrlOf(env)
  const carriers = carriersFrom(env)
  const configuration = options.config === undefined ? undefined : readConfiguration(options.config)
  const triggers = await triggerSettings(env, options.config, configuration?.modules)
  const { masterKey, development } = chooseMode(options, env, log)
  const running = runningSettingsOf(options, env, development)
  const placeOf = env.LATCHKEY_GEOIP_FILE ? openGeoipFile(env.LATCHKEY_GEOIP_FILE) : undefined
  if (!development) warnOfSilence(carriers, log)
  const database = chooseDatabase(options, env)
  const lock = database.kind === 'sqlite' ? lockFolder(options.data) : NO_LOCK
  try {
    return await start(options, {
      log,
      publicUrl,
      masterKey,
      development,
      configuration,
      carriers,
      triggers,
      database,
      running,
      lock,
      placeOf,
    })
  } catch (error) {
    lock.release()
    throw error
  }
}

type Prepared = {
  log: Logger
  /** Undefined: where it listens. */
  publicUrl: string | undefined
  masterKey: Uint8Array
  development: boolean
  configuration: ReturnType<typeof readConfiguration> | undefined
  carriers: Carriers
  triggers: TriggerSettings
  database: DatabaseChoice
  running: RunningSettings
  lock: Lock
  placeOf: ServerParts['placeOf']
}

type Lock = { release(): void }

/** Any number of nodes work on one PostgreSQL database. */
const NO_LOCK: Lock = { release() {} }

async function start(
  { host, port, data, pages, signal }: ServeOptions,
  {
    log,
    masterKey,
    development,
    configuration,
    carriers,
    triggers,
    database,
    running,
    lock,
    placeOf,
    ...prepared
  }: Prepared,
): Promise<Serving> {
  let server: Server | undefined
  const listener = await listen({
    host,
    port,
    trusted: running.trusted,
    handler: async (request, connection) =>
      server?.fetch(request, connection) ?? answerWhileStarting(request),
  })
  const watcher = await startWatcher(running.metrics, () => server).catch(async (error) => {
    await listener.close()
    throw error
  })
  const tracing = await startTracing(running.tracing, log)
  const publicUrl = prepared.publicUrl ?? listener.url
  log.info({ url: listener.url, metricsUrl: watcher.url }, 'listening, and starting')
  let opened: Database | undefined
  try {
    opened = await awaitDatabase(database, log, signal, watcher.database)
    server = await createServer({
      database: opened,
      masterKey,
      publicUrl,
      development,
      carriers,
      triggers,
      metrics: watcher.metrics,
      tracing,
      log,
      placeOf,
      addresses: running.addresses,
      eventDays: running.eventDays,
      ...(pages !== undefined && { pages }),
    })
    if (configuration) await applyConfiguration(server.world, configuration)
  } catch (error) {
    await listener.close()
    await watcher.close()
    // Connections that are left open would keep the process, whose start failed, for seconds.
    await (server ? server.close() : opened?.destroy())
    throw error
  }
  if (database.kind === 'sqlite' || development) writeFileSync(join(data, 'url'), `${publicUrl}\n`)
  const node = server
  const { graceMilliseconds, deadlineMilliseconds } = running.drain
  return {
    url: listener.url,
    metricsUrl: watcher.url,
    consoleLink: development && pages !== undefined ? node.operators.developerLink() : undefined,
    async close() {
      node.startDraining()
      listener.startDraining()
      await setTimeout(graceMilliseconds)
      await listener.close(deadlineMilliseconds - graceMilliseconds)
      await watcher.close()
      await node.close()
      await tracing?.stop()
      lock.release()
    },
  }
}

/** Users who wait for a code that nobody sends tell nobody. */
function warnOfSilence(carriers: Carriers, log: Logger): void {
  if (!carriers.EMAIL)
    log.warn(
      'LATCHKEY_SMTP_URL is not set: e-mail is not sent. It waits in the outbox, and is given up after hours.',
    )
  if (!carriers.SMS)
    log.warn(
      'LATCHKEY_SMS_WEBHOOK_URL is not set: SMS are not sent. They wait in the outbox, and are given up after hours.',
    )
}

function logLevelOf({ LATCHKEY_LOG_LEVEL: level = 'info' }: NodeJS.ProcessEnv): string {
  const levels = [...Object.keys(pino.levels.values), 'silent']
  if (levels.includes(level)) return level
  throw new Error(`LATCHKEY_LOG_LEVEL must be one of ${levels.join(', ')}; it is ${JSON.stringify(level)}.`)
}

/** Issuers begin with it and paths are appended to it, so a query or a fragment would make all of them wrong. */
function publicUrlOf({ LATCHKEY_PUBLIC_URL: url }: NodeJS.ProcessEnv): string | undefined {
  if (url === undefined) return undefined
  if (/^https?:\/\/[^\s?#]+$/i.test(url) && URL.canParse(url)) return url.replace(/\/+$/, '')
  throw new Error(
    `LATCHKEY_PUBLIC_URL must be an http or https URL without a query or fragment, such as https://id.example.com; it is ${JSON.stringify(url)}.`,
  )
}

async function triggerSettings(
  { LATCHKEY_LAMBDA_ENDPOINT: lambdaEndpoint, LATCHKEY_TRIGGER_SECRET: secret }: NodeJS.ProcessEnv,
  file: string | undefined,
  modules: Record<string, string> | undefined,
): Promise<TriggerSettings> {
  if (lambdaEndpoint !== undefined && !isEndpoint(lambdaEndpoint)) {
    throw new Error(
      `LATCHKEY_LAMBDA_ENDPOINT must be an http or https URL, in which {function} may stand for the name of a function, such as http://127.0.0.1:3001; it is ${JSON.stringify(lambdaEndpoint)}.`,
    )
  }
  return {
    lambdaEndpoint,
    webhookKey: secret === undefined ? undefined : requiredWebhookKey(secret),
    modules: file === undefined ? {} : await loadModules(file, modules ?? {}),
  }
}

function requiredWebhookKey(secret: string): Uint8Array {
  const key = webhookKeyOf(secret)
  if (key) return key
  throw new Error(
    'LATCHKEY_TRIGGER_SECRET must be  whsec_  and 24 to 64 bytes in base64: make one with  echo whsec_$(openssl rand -base64 32)',
  )
}

const isEndpoint = (text: string) =>
  /^https?:\/\/[^\s?#]+$/i.test(text) && URL.canParse(text.replaceAll('{function}', 'function'))

/** The port is taken before the database is opened, and answers this for as long as that takes. */
function answerWhileStarting(request: Request): Response {
  const { pathname } = new URL(request.url)
  if (pathname === '/healthz') return alive()
  if (pathname === '/readyz') return readiness(starting())
  const sorry = new Refusal('InternalErrorException', 'The server is starting. Try again in a moment.')
  return failure(sorry, newRequestId())
}

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/

/**
 * With a master key in the environment the server is one for production. Without it, it is one for development: its
 * master key lies beside the data and its access key is well known, so it listens on loopback and nowhere else.
 */
function chooseMode(
  { host, data }: ServeOptions,
  env: NodeJS.ProcessEnv,
  log: Logger,
): { masterKey: Uint8Array; development: boolean } {
  // Set but empty is a deployment without its secret: it must not become a development server.
  if (env.LATCHKEY_MASTER_KEY !== undefined)
    return { masterKey: parseMasterKey(env.LATCHKEY_MASTER_KEY), development: false }
  if (!loopback.test(host)) {
    throw new Error(
      `Without LATCHKEY_MASTER_KEY this is a development server, with the access key local / local that everybody knows: it does not listen on ${host}. Set LATCHKEY_MASTER_KEY (openssl rand -base64 32) and add an access key with  latchkey access-key add.`,
    )
  }
  const { accessKeyId, secret } = DEVELOPMENT_ACCESS_KEY
  const { key, file } = developmentMasterKey(data)
  log.warn(
    { accessKeyId, secretAccessKey: secret, masterKey: file },
    `DEVELOPMENT SERVER: admin operations are open to the well-known access key ${accessKeyId} / ${secret}, the master key lies in ${file}, and codes are written to this log. Do not put it on a network.`,
  )
  return { masterKey: key, development: true }
}
