import { availableParallelism } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { SrpServer } from '@latchkey/srp'
import {
  nodeEngineChoice,
  nodeSrpServer,
  type SrpAnswer,
  type SrpMethod,
  type SrpTask,
  srpServerBehind,
} from '@latchkey/srp/node'
import type { Logger } from 'pino'
import { Piscina } from 'piscina'
import { Refusal } from './errors.js'
import type { SrpLoad } from './telemetry/metrics.js'

export type SrpWork = {
  /** Rejects with TooManyRequestsException when too much is waiting already. */
  srp: SrpServer
  load(): SrpLoad
  stop(): Promise<void>
}

export type SrpOptions = {
  /** Whether no other request is in progress. */
  isAlone(): boolean
  /** Told when this Node's own arithmetic cannot be used, which makes sign-ins slow. */
  log: Logger | undefined
  /** Default: as many as this process may use; with one there are no workers. */
  cores?: number | undefined
  /** How many may wait for each core. Default: 1000, which is about a second's work. */
  waitingPerCore?: number | undefined
}

const YOUNG_MEGABYTES = 8

/** Two for each thread: it finds its next task as soon as it has done one. */
const TASKS_IN_THREAD = 2

/**
 * SRP in worker threads, so that the event loop stays free and all cores work. A request that is alone is served
 * inline, one in each turn of the event loop: nobody waits for it then, and the way to a worker and back costs a third of
 * the arithmetic.
 *
 * What cannot be done soon is refused at once: whoever waits in a queue without an end gives up and asks again, and
 * the server works for nobody.
 */
export function startSrp(options: SrpOptions): SrpWork {
  const { isAlone, log, cores = availableParallelism(), waitingPerCore = 1000 } = options
  const { fault } = nodeEngineChoice()
  if (fault !== undefined) log?.warn({ fault }, `SRP is slow here: ${fault}`)
  const inline = nodeSrpServer()
  if (cores < 2) return onOneCore(inline, isAlone, waitingPerCore)
  const pool = new Piscina({
    filename: fileURLToPath(import.meta.resolve('@latchkey/srp/worker')),
    minThreads: 1,
    maxThreads: cores,
    concurrentTasksPerWorker: TASKS_IN_THREAD,
    idleTimeout: 60_000,
    // They keep nothing but a table; by default V8 lets the garbage of each grow to 48 MB before it looks.
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
  })
  const most = cores * (TASKS_IN_THREAD + waitingPerCore)
  let inProgress = 0
  const workers = srpServerBehind(
    async <Method extends SrpMethod>(task: SrpTask<Method>): Promise<SrpAnswer<Method>> => {
      if (inProgress >= most) throw tooManyRequests()
      inProgress += 1
      try {
        return await pool.run(task)
      } finally {
        inProgress -= 1
      }
    },
  )
  const isFirst = oncePerTurn()
  const chosen = () => (isAlone() && isFirst() ? inline : workers)
  return {
    srp: {
      challenge: (verifier) => chosen().challenge(verifier),
      sessionKey: (input) => chosen().sessionKey(input),
      verifier: (identity, secret, salt) => chosen().verifier(identity, secret, salt),
    },
    load: () => ({ threads: pool.threads.length, waiting: pool.queueSize, utilization: pool.utilization }),
    stop: () => pool.destroy(),
  }
}

/**
 * True once in each turn of the event loop. On SQLite a request goes from its first byte to its arithmetic without letting
 * another one begin, so that each of sixteen that came together is the only one in progress.
 */
function oncePerTurn(): () => boolean {
  let taken = false
  return () => {
    if (taken) return false
    taken = true
    void setImmediate().then(() => {
      taken = false
    })
    return true
  }
}

/**
 * Without threads everything is done on the event loop: one computation in each turn of it, so that requests are read,
 * and refused, while others wait.
 */
function onOneCore(inline: SrpServer, isAlone: () => boolean, most: number): SrpWork {
  let waiting = 0
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = async <Result>(compute: () => Result | Promise<Result>): Promise<Result> => {
    if (isAlone()) return compute()
    if (waiting >= most) throw tooManyRequests()
    waiting += 1
    turn = turn.then(() => setImmediate())
    await turn
    waiting -= 1
    return compute()
  }
  return {
    srp: {
      challenge: (verifier) => inTurn(() => inline.challenge(verifier)),
      sessionKey: (input) => inTurn(() => inline.sessionKey(input)),
      verifier: (identity, secret, salt) => inTurn(() => inline.verifier(identity, secret, salt)),
    },
    load: () => ({ threads: 0, waiting, utilization: 0 }),
    stop: async () => {},
  }
}

/** Declared by every operation that asks for SRP. Clients repeat the request by themselves, later each time. */
const tooManyRequests = () => new Refusal('TooManyRequestsException', 'Too many requests')
