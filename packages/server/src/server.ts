import { sql } from 'kysely'
import { type Logger, pino } from 'pino'
import { lastSettledDay } from './activity/day.js'
import { rollUpDays } from './activity/roll-up-days.js'
import { makeBriefly } from './briefly.js'
import { type Clock, type Random, systemClock, systemRandom } from './chance.js'
import type { Database } from './database/schema.js'
import { transact } from './database/transaction.js'
import { EVENT_DAYS } from './events/event.js'
import type { Place } from './events/place.js'
import { type Connection, makeApp } from './http/app.js'
import { type AddressPolicy, keptAddress } from './http/client-address.js'
import type { Operators } from './http/gates.js'
import { type Checks, databaseCheck } from './http/health.js'
import { loadPages } from './http/static-pages.js'
import type { Uploads } from './http/upload.js'
import { MOST_BYTES, START_MILLISECONDS } from './imports/import-job.js'
import { startImporter } from './imports/importer.js'
import { receiveUpload } from './imports/upload.js'
import { makeKeyring } from './keys/keyring.js'
import { checkMasterKey } from './keys/master-key.js'
import type { Carriers } from './messages/carrier.js'
import { makeDelivery } from './messages/delivery.js'
import { NOBODY, type World } from './operation.js'
import { addOperator, type NewOperator } from './operators/add-operator.js'
import {
  beginConsoleSession,
  endConsoleSession,
  enterAsDeveloper,
  followLink,
  operatorOfCookie,
} from './operators/console-session.js'
import { type DeveloperLinks, developerLinks, isDeveloperLink } from './operators/developer-link.js'
import { GetOperator } from './operators/GetOperator.js'
import { linkFor } from './operators/manage-operators.js'
import { EVERYTHING } from './operators/operator.js'
import { operatorOfToken } from './operators/operator-of-token.js'
import { permit, shown } from './operators/permit.js'
import { isPoolId } from './pools/pool.js'
import { soonEnough } from './soon-enough.js'
import { startSrp } from './srp-workers.js'
import { storesOn } from './stores.js'
import { type Gauges, type Metrics, noMetrics } from './telemetry/metrics.js'
import type { Tracing } from './telemetry/trace.js'
import { tokenSigner } from './tokens/token-signer.js'
import { makeTriggers, type TriggerSettings } from './triggers/invoke.js'
import { makeTurns } from './turns.js'
import { confirmationPage } from './users/confirmation-page.js'

/** The well-known pair of development, for a developer's own machine only. */
export const DEVELOPMENT_ACCESS_KEY = { accessKeyId: 'local', secret: 'local' }

const PRUNE_EVERY_MILLISECONDS = 10 * 60 * 1000

export type ServerParts = {
  database: Database
  /** 32 bytes. */
  masterKey: Uint8Array
  /** Where clients reach it: `http://127.0.0.1:9229`. Issuers of tokens begin with it. */
  publicUrl: string
  /** True: the access key `local` / `local` passes, and codes are logged. */
  development: boolean
  log?: Logger
  clock?: Clock
  random?: Random
  /** Who sends e-mail and SMS; without one, messages wait, and in development they are only kept. */
  carriers?: Carriers
  /** Cores for SRP; default: all that this process may use. */
  cores?: number
  /** How much SRP may wait for each of them; default: 1000. What comes on top is refused with TooManyRequestsException. */
  waitingPerCore?: number
  /** What is counted is told to it. Default: nothing is. */
  metrics?: Metrics
  /** What requests do is told to it. Default: nothing is. */
  tracing?: Tracing | undefined
  /** About where an address is. Default: nobody knows. */
  placeOf?: ((address: string) => Place | undefined) | undefined
  /** How much of an address is kept; default: all of it. */
  addresses?: AddressPolicy
  /** How many days events are kept; default: 90. */
  eventDays?: number
  /** How the triggers of pools are reached; default: not at all, and pools that name any are refused. */
  triggers?: TriggerSettings
  /** The folder of the built pages: the console and the account page. Default: they are not served. */
  pages?: string
}

export type Server = {
  /** The whole server as a handler of requests (Fetch standard), to listen with or to embed. */
  fetch(request: Request, connection?: Connection): Promise<Response>
  world: World
  /** Whether this node may get traffic, check by check: what `/readyz` says. */
  checks(): Promise<Checks>
  /** From now on `/readyz` says no. Requests are served as before. */
  startDraining(): void
  /** What is looked up for metrics. */
  gauges(): Promise<Gauges>
  /** Those who may use the console. */
  operators: {
    /** Makes one, who signs in with the temporary password that is returned, and chooses another one. */
    add(operator: NewOperator): Promise<string>
    /** The address at which an operator comes in without a password, once and soon. Throws when there is no such one. */
    link(name: string): Promise<string>
    /** The address at which the developer whose server it is comes in, once and soon. */
    developerLink(): string
  }
  /** Lets messages that are on their way arrive, and lets go of the worker threads and the database. */
  close(): Promise<void>
}

/**
 * Puts the parts together.
 *
 * @example
 * const server = await createServer({
 *   database: await openSqlite(':memory:'), masterKey: randomBytes(32),
 *   publicUrl: 'http://127.0.0.1:9229', development: true,
 * })
 * const answer = await server.fetch(new Request('http://127.0.0.1:9229/healthz'))
 */
export async function createServer(parts: ServerParts): Promise<Server> {
  const { database } = parts
  const keyring = makeKeyring(parts.masterKey)
  await checkMasterKey(database, keyring)
  const stores = storesOn(database, keyring)
  const importer = startImporter(() => world)
  const metrics = parts.metrics ?? noMetrics
  let running = 0
  let draining = false
  const srp = startSrp({
    isAlone: () => running <= 1,
    log: parts.log,
    cores: parts.cores,
    waitingPerCore: parts.waitingPerCore,
  })
  const delivery = makeDelivery(parts.carriers ?? {}, parts.development)
  const chance = { clock: parts.clock ?? systemClock, random: parts.random ?? systemRandom }
  const transaction: World['transaction'] = async (work) => {
    const started = performance.now()
    try {
      return await transact(database, (connection) => work(storesOn(connection, keyring)))
    } finally {
      metrics.transactionEnded((performance.now() - started) / 1000)
    }
  }
  const world: World = {
    ...chance,
    caller: NOBODY,
    log: parts.log ?? pino({ level: 'silent' }),
    metrics,
    tracing: parts.tracing,
    keyring,
    tokens: tokenSigner(stores.signingKeys),
    srp: srp.srp,
    stores,
    triggers: makeTriggers(parts.triggers ?? {}, chance),
    inTurn: makeTurns(),
    briefly: makeBriefly(),
    transaction,
    transactionOf: (owner, work) =>
      transaction(async (stores) => {
        await stores.users.hold(owner)
        return work(stores)
      }),
    imports: importer,
    delivery,
    development: parts.development,
    placeOf: (address) => (address === undefined ? undefined : parts.placeOf?.(address)),
    keptAddress: (address) => keptAddress(parts.addresses ?? 'full', address),
    eventDays: parts.eventDays ?? EVENT_DAYS,
    publicUrl: parts.publicUrl,
  }
  const databaseAnswers = databaseCheck(() => ping(database), DATABASE_ANSWERS_MILLISECONDS)
  const checks = async () => ({ database: await databaseAnswers(), traffic: draining ? 'draining' : 'ok' })
  const links = developerLinks(world)
  const app = makeApp(world, {
    operators: operators(world, links),
    discovery: discovery(world, checks),
    uploads: uploads(world),
    forms: { '/confirmUser': confirmationPage(world) },
    pages: parts.pages === undefined ? undefined : await loadPages(parts.pages),
  })
  importer.wake()
  const pruning = pruneRegularly(world)
  delivery.start(world)
  return {
    world,
    checks,
    startDraining() {
      draining = true
    },
    operators: {
      add: (operator) => addOperator(world, operator),
      developerLink: () => consoleAddress(world, links.make()),
      link: async (name) => consoleAddress(world, await linkFor(world, name)),
    },
    gauges: async () => ({
      requestsRunning: running,
      srp: srp.load(),
      outbox: await waitingMessages(world),
    }),
    async fetch(request, connection = {}) {
      running += 1
      try {
        return await app(request, connection)
      } finally {
        running -= 1
      }
    },
    async close() {
      clearInterval(pruning)
      await importer.stop()
      await delivery.stop()
      await srp.stop()
      await database.destroy()
    },
  }
}

const secrets = (world: World) => async (accessKeyId: string) => {
  if (world.development && accessKeyId === DEVELOPMENT_ACCESS_KEY.accessKeyId)
    return DEVELOPMENT_ACCESS_KEY.secret
  return world.stores.accessKeys.secretOf(accessKeyId)
}

const consoleAddress = ({ publicUrl }: World, link: string) => `${publicUrl}/console#link=${link}`

const operators = (world: World, links: DeveloperLinks): Operators => ({
  secretOf: secrets(world),
  ofAccessKey: (accessKeyId) => ({ operator: `access key ${accessKeyId}`, grants: EVERYTHING }),
  ofToken: operatorOfToken,
  permit,
  shown,
  sessions: {
    ofToken: beginConsoleSession,
    ofLink: (world, link) =>
      isDeveloperLink(link) ? enterAsDeveloper(world, links, link) : followLink(world, link),
    operatorOf: operatorOfCookie,
    end: endConsoleSession,
    describe: (world) => GetOperator(world, {}, world.caller),
  },
})

const discovery = ({ stores }: World, checks: () => Promise<Checks>) => ({
  async publicKeys(poolId: string) {
    const keys = isPoolId(poolId) ? await stores.signingKeys.publicKeys(poolId) : []
    return keys.length > 0 ? keys : undefined
  },
  checks,
})

const DATABASE_ANSWERS_MILLISECONDS = 2000

async function ping(database: Database): Promise<void> {
  await sql`select 1`.execute(database)
}

const MOST_COUNTED = 10_000

/** A database that is away must not hold up what says so. */
async function waitingMessages({ stores: { outbox } }: World): Promise<Record<string, number> | undefined> {
  const counts = Promise.all([outbox.waiting('EMAIL', MOST_COUNTED), outbox.waiting('SMS', MOST_COUNTED)])
  const known = await soonEnough(counts, DATABASE_ANSWERS_MILLISECONDS)
  return known && { EMAIL: known[0], SMS: known[1] }
}

const uploads = (world: World): Uploads => ({
  mostBytes: MOST_BYTES,
  receive: (address, body) => receiveUpload(world, address, body),
})

/** What is over leaves the tables: sessions, keys that nobody confirmed, codes, wrong guesses, files that nobody imports. */
function pruneRegularly(world: World): NodeJS.Timeout {
  const timer = setInterval(() => {
    prune(world).catch((error) => world.log.error({ err: error }, 'pruning failed'))
  }, PRUNE_EVERY_MILLISECONDS)
  return timer.unref()
}

/** The longest life of an access token, which outlives its session when it was refreshed just before the end. */
const DAY_MILLISECONDS = 86_400_000

/** As long as a temporary password lives by default; codes are over long before. */
const MESSAGES_KEPT_MILLISECONDS = 7 * DAY_MILLISECONDS

export async function prune({
  stores,
  clock,
  eventDays = EVENT_DAYS,
}: Pick<World, 'stores' | 'clock'> & { eventDays?: number }): Promise<void> {
  const yesterday = new Date(clock.now().getTime() - DAY_MILLISECONDS)
  await rollUpDays({ stores, clock })
  await stores.events.prune(endOfEvents(clock.now(), eventDays))
  await stores.sessions.prune(yesterday)
  await stores.devices.pruneIssued(yesterday)
  await stores.outbox.prune(new Date(clock.now().getTime() - MESSAGES_KEPT_MILLISECONDS))
  await stores.passkeys.pruneRegistrations(clock.now())
  await stores.attempts.prune(clock.now())
  await stores.signInCodes.prune(clock.now())
  await stores.customSignIns.prune(clock.now())
  await stores.provedFactors.prune(clock.now())
  await stores.importJobs.expire(new Date(clock.now().getTime() - START_MILLISECONDS), clock.now())
  await stores.simulatedCodes.prune(clock.now())
  await stores.addressCounts.prune(clock.now())
  await stores.operators.pruneLinks(clock.now())
}

/** Events of a day that was not added up yet are kept: where they are kept for one day, it has not settled at midnight. */
function endOfEvents(now: Date, eventDays: number): Date {
  const wished = now.getTime() - eventDays * DAY_MILLISECONDS
  return new Date(Math.min(wished, lastSettledDay(now).to.getTime()))
}
