import { setTimeout as wait } from 'node:timers/promises'
import { createServer, type ServerParts } from '@latchkey/server'
import { sql } from 'kysely'
import { ProtocolError } from './call.js'
import { databasesOfNodes, testDatabase } from './database.js'
import { type Course, courseHere, onCourse, stoppable } from './stoppable.js'
import { MASTER_KEY, type PoolOptions, type ServerOptions, type TestPool, userPool } from './user-pool.js'

type Database = ServerParts['database']

/** A pool that two nodes serve, on one PostgreSQL database. On SQLite there is one node, which both are. */
export type SharedPool = TestPool & {
  /** What `work` calls is served by that node. What is called outside of it, by the first. */
  onNode<Result>(node: 0 | 1, work: () => Promise<Result>): Promise<Result>
  /** Lets two calls meet, one on each node: see `Meeting`. Resolves with how many times they met. */
  meet<Situation, One, Other>(meeting: Meeting<Situation, One, Other>): Promise<number>
}

/** How a call ended: by its answer, or refused with the name of an error. */
export type Outcome<Answer> =
  | { readonly answer: Answer; readonly refused?: never }
  | { readonly answer?: never; readonly refused: string; readonly message: string }

/**
 * Two calls that meet.
 *
 * One of them is stopped before its first statement, the other is run to its end, or until it waits for the first one;
 * then the first goes on. The same again before its second statement, its third, and so on; and the other way round. Then
 * both are run at once a few times, with pauses of chance before each statement.
 *
 * So that the end is the same whatever the machine does meanwhile, `holds` says what may never be, not what came first.
 */
export type Meeting<Situation, One, Other> = {
  /** What there is before they meet: something new each time, as the calls use it up. */
  given(time: number): Promise<Situation>
  /** Each may be several calls one after the other. */
  calls: readonly [(situation: Situation) => Promise<One>, (situation: Situation) => Promise<Other>]
  /** Expects what must hold of the answers, and of what there is afterwards. */
  holds(outcomes: readonly [Outcome<One>, Outcome<Other>], situation: Situation): Promise<void> | void
  /** True: the two calls are the same, so that the other way round is nothing new. */
  alike?: boolean
}

/**
 * @example
 * await using pool = await sharedPool({ remember: 'always' })
 * const alice = await pool.user('alice')
 * await pool.meet({
 *   given: async () => ({ laptop: await pool.signedIn(alice), phone: await pool.signedIn(alice, 'Phone') }),
 *   calls: [({ laptop }) => laptop.refresh(), ({ laptop, phone }) => phone.forgetDevice(laptop.key)],
 *   async holds(_, { laptop }) {
 *     await expect(laptop.refresh()).rejects.toMatchObject({ code: 'NotAuthorizedException' })
 *   },
 * })
 */
export async function sharedPool(options: PoolOptions & ServerOptions = {}): Promise<SharedPool> {
  const [database, others] = await databasesOfNodes()
  const pool = await userPool({ ...options, database: stoppable(database) })
  const other = others && (await secondNode(stoppable(others), pool, options))
  const { fetch } = pool.wire
  pool.wire.fetch = (request, from) =>
    other && courseHere()?.node === 1
      ? other.fetch(request, { address: from ?? '192.0.2.1' })
      : fetch(request, from)
  return {
    ...pool,
    onNode: (node, work) => onCourse({ node, before: async () => {} }, work),
    meet: (meeting) => meet(database, meeting),
    async [Symbol.asyncDispose]() {
      await other?.close()
      await pool[Symbol.asyncDispose]()
    },
  }
}

const secondNode = (database: Database, { clock }: TestPool, { triggers, carriers }: ServerOptions) =>
  createServer({
    database,
    masterKey: MASTER_KEY,
    publicUrl: 'http://127.0.0.1:9229',
    development: true,
    clock,
    cores: 1,
    ...(triggers && { triggers }),
    ...(carriers && { carriers }),
  })

/** No call has more statements. */
const MOST_POSITIONS = 300

/** Meetings of chance, after the others. */
const BY_CHANCE = 4

async function meet<Situation, One, Other>(
  database: Database,
  { given, calls, holds, alike }: Meeting<Situation, One, Other>,
): Promise<number> {
  let times = 0
  const meetOnce = async (way: Way) => {
    const situation = await given(times++)
    const [one, other] = calls
    const { ends, how, whole } = await way([() => one(situation), () => other(situation)])
    try {
      const outcomes = ends.map(outcomeOf) as [Outcome<One>, Outcome<Other>]
      await holds(outcomes, situation)
    } catch (error) {
      if (error instanceof Error) error.message = `${how}: ${error.message}`
      throw error
    }
    return whole
  }
  for (const leader of alike ? [0] : [0, 1]) {
    // That the first is whole before the second begins was the end of the first turn.
    for (let position = leader; position < MOST_POSITIONS; position += 1)
      if (await meetOnce(stoppedAt(database, leader, position))) break
  }
  for (let seed = 1; seed <= BY_CHANCE; seed += 1) await meetOnce(byChance(seed))
  return times
}

type Calls = readonly [() => Promise<unknown>, () => Promise<unknown>]

type End = PromiseSettledResult<unknown>

type Met = {
  ends: readonly End[]
  /** How they met, for whoever reads of a failure. */
  how: string
  /** True when the first ended before the other began. */
  whole: boolean
}

type Way = (calls: Calls) => Promise<Met>

const stoppedAt =
  (database: Database, leader: number, position: number): Way =>
  async (calls) => {
    const leading = new Leading(leader, position)
    const following = new Following(1 - leader)
    const first = run(leading, calls)
    const statement = await Promise.race([leading.stopped, first.then(() => undefined)])
    const second = run(following, calls)
    await Promise.race([second, following.waits(database)])
    following.ended = true
    leading.release()
    const ends = await Promise.all(leader === 0 ? [first, second] : [second, first])
    const how = `call ${leader} stopped at ${position}, before ${statement ?? 'its end'}`
    return { ends, how, whole: statement === undefined }
  }

class Leading implements Course {
  readonly node: number
  /** The statement before which it stopped. */
  readonly stopped: Promise<string>
  release: () => void = () => {}
  #stop: (statement: string) => void = () => {}
  readonly #released: Promise<void>
  #left: number

  constructor(node: number, position: number) {
    this.node = node
    this.#left = position
    this.stopped = new Promise((resolve) => {
      this.#stop = resolve
    })
    this.#released = new Promise((resolve) => {
      this.release = resolve
    })
  }

  async before(statement: string): Promise<void> {
    if (this.#left-- !== 0) return
    this.#stop(statement)
    await this.#released
  }
}

/**
 * How often it is looked, at least two milliseconds apart, before a call in which nothing happens is taken for waiting. A
 * time alone would do on no busy machine. It only matters to what is tried, not to what holds.
 */
const MOST_LOOKS = 40

class Following implements Course {
  readonly node: number
  ended = false
  #looks = 0

  constructor(node: number) {
    this.node = node
  }

  async before(): Promise<void> {
    this.#looks = 0
  }

  /** Resolves once it waits for somebody: for a lock of the database, or for a turn in the process. */
  async waits(database: Database): Promise<void> {
    for (; !this.ended && this.#looks < MOST_LOOKS; this.#looks += 1) {
      await wait(2)
      if (testDatabase() === 'postgres' && !this.ended && (await somebodyWaits(database))) return
    }
  }
}

async function somebodyWaits(database: Database): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(database)
  return rows.length > 0
}

const MOST_PAUSE_MILLISECONDS = 3

const byChance =
  (seed: number): Way =>
  async (calls) => {
    const chance = seeded(seed)
    const course = (node: number): Course => ({
      node,
      before: async () => void (await wait(chance() * MOST_PAUSE_MILLISECONDS)),
    })
    const ends = await Promise.all([run(course(0), calls), run(course(1), calls)])
    return { ends, how: `by chance, seed ${seed}`, whole: false }
  }

async function run(course: Course, [one, other]: Calls): Promise<End> {
  const [end] = await Promise.allSettled([onCourse(course, course.node === 0 ? one : other)])
  return end
}

/** A refusal is an outcome; what the model does not allow is none. */
function outcomeOf(end: End): Outcome<unknown> {
  if (end.status === 'fulfilled') return { answer: end.value }
  const error: unknown = end.reason
  if (error instanceof ProtocolError) return { refused: error.code, message: error.message }
  throw error
}

/** Numbers from 0 to 1, always the same of one seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
