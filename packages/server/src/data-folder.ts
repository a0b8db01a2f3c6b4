import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { nodeSrpServer } from '@latchkey/srp/node'
import { type ReadEvent, readEvents, type WantedEvents } from './activity/read-events.js'
import { randomText, systemClock, systemRandom } from './chance.js'
import type { Client } from './clients/client.js'
import { chooseDatabase, type DatabaseChoice, openDatabase } from './database/choose.js'
import { FolderInUse, lockFolder } from './database/folder-lock.js'
import { transact } from './database/transaction.js'
import { openGeoipFile } from './events/geoip-file.js'
import type { ImportJob, LogEntry } from './imports/import-job.js'
import type { ImportJobStore } from './imports/import-job-store.js'
import { makeKeyring } from './keys/keyring.js'
import {
  checkMasterKey,
  developmentMasterKey,
  parseMasterKey,
  readDevelopmentMasterKey,
} from './keys/master-key.js'
import { plainText } from './messages/message.js'
import type { MessageState } from './messages/outbox.js'
import type { ListedMessage } from './messages/outbox-store.js'
import { exportPool, type MoveOptions } from './moves/export-pool.js'
import { importPool } from './moves/import-pool.js'
import type { MovedPool } from './moves/lines.js'
import { NOBODY } from './operation.js'
import { addOperator, type Ground, type NewOperator } from './operators/add-operator.js'
import { type ListedOperator, linkFor, listOperators, removeOperator } from './operators/manage-operators.js'
import { EVERYTHING } from './operators/operator.js'
import type { Pool } from './pools/pool.js'
import { storesOn } from './stores.js'
import { makeTriggers } from './triggers/invoke.js'

/** A message as the command line shows it. */
export type OutboxEntry = Omit<ListedMessage, 'message' | 'secret'> & {
  to: string | undefined
  subject: string | undefined
  /** What it says, with the code in it. Undefined once it is dropped. */
  text: string | undefined
}

/** A server's data for the command line, whether or not a server runs on it. */
export type DataFolder = {
  accessKeys: {
    /** Makes a pair. The secret is told once, here. */
    add(): Promise<{ accessKeyId: string; secretAccessKey: string }>
    list(): Promise<{ accessKeyId: string; createdAt: Date }[]>
    /** False when there is no such key. */
    remove(accessKeyId: string): Promise<boolean>
  }
  operators: {
    /** Makes an operator. The temporary password is told once, here. */
    add(operator: NewOperator): Promise<string>
    /** A link that opens the console to an operator once, to be put behind `/console#link=`. */
    link(name: string): Promise<string>
    list(): Promise<ListedOperator[]>
    /** Ends what they have open, too. Throws when there is no such one. */
    remove(name: string): Promise<void>
  }
  /** What is on record, page by page, oldest first in each pool. Throws when there is no such pool. */
  events(wanted: WantedEvents): AsyncIterable<ReadEvent[]>
  messages: {
    /** The latest ones, newest first. */
    list(
      which: { poolId?: string | undefined; state?: MessageState | undefined },
      limit: number,
    ): Promise<OutboxEntry[]>
  }
  /** True when its master key lies in it: it is a developer's own. */
  development: boolean
  /** Writes a whole pool to a stream, sealed. Throws when there is no such pool. */
  exportPool(poolId: string, to: Writable, options: MoveOptions): Promise<MovedPool>
  /** Writes the pool of a sealed stream into the database: the whole pool, or nothing. Throws what is wrong with it. */
  importPool(from: Readable, options: MoveOptions): Promise<MovedPool>
  findClient(poolId: string, clientId: string): Promise<{ pool: Pool; client: Client } | undefined>
  /** What became of each line of a user import job, page by page; undefined when there is no such job. */
  importLog(poolId: string, jobId: string): Promise<AsyncIterable<LogEntry[]> | undefined>
  /** Where the server that last used this folder is (or was) reached. */
  lastUrl: string | undefined
  close(): Promise<void>
}

const UPPER_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Where a server keeps its data: in a folder, or in a PostgreSQL database. */
export type DataPlace = { data: string; database?: string | undefined }

/**
 * Opens the data of a server. Throws when there is none, or the master key is another one.
 * @param options `create`: what is not there is made, as by a server that starts on it.
 */
export async function openDataFolder(
  place: DataPlace,
  env: NodeJS.ProcessEnv,
  { create = false }: { create?: boolean } = {},
): Promise<DataFolder> {
  const folder = place.data
  const choice = chooseDatabase(place, env)
  const isThere = choice.kind === 'postgres' ? !create : existsSync(join(folder, 'latchkey.db'))
  if (!isThere && !create) {
    throw new Error(
      `There is no Latchkey data in ${folder}. Start a server there first, or name another folder with --data, or a database with --database.`,
    )
  }
  const keyring = makeKeyring(isThere ? masterKeyOf(folder, env) : newMasterKeyOf(folder, env))
  const database = await openDatabase(choice)
  try {
    await checkMasterKey(database, keyring)
  } catch (error) {
    await database.destroy()
    throw error
  }
  const stores = storesOn(database, keyring)
  let places: ReturnType<typeof openGeoipFile> | undefined
  const { accessKeys, clients, importJobs, outbox, pools } = stores
  const ground: Ground = {
    caller: { ...NOBODY, operator: 'the command line', grants: EVERYTHING },
    clock: systemClock,
    random: systemRandom,
    keyring,
    srp: nodeSrpServer(),
    stores,
    transaction: (work) => transact(database, (connection) => work(storesOn(connection, keyring))),
    triggers: makeTriggers({}, { clock: systemClock, random: systemRandom }),
  }
  return {
    accessKeys: {
      async add() {
        const accessKeyId = `LKIA${randomText(systemRandom, 16, UPPER_AND_DIGITS)}`
        const secretAccessKey = randomText(systemRandom, 40)
        await accessKeys.add(accessKeyId, secretAccessKey, systemClock.now())
        return { accessKeyId, secretAccessKey }
      },
      list: () => accessKeys.list(),
      remove: (accessKeyId) => accessKeys.remove(accessKeyId),
    },
    operators: {
      add: (operator) => addOperator(ground, operator),
      link: (name) => linkFor(ground, name),
      list: () => listOperators(ground),
      remove: (name) => removeOperator(ground, name),
    },
    events(wanted) {
      if (env.LATCHKEY_GEOIP_FILE) places ??= openGeoipFile(env.LATCHKEY_GEOIP_FILE)
      return readEvents(
        { stores, placeOf: (address) => (address === undefined ? undefined : places?.(address)) },
        wanted,
      )
    },
    messages: {
      list: async (which, limit) => (await outbox.list(which, limit)).map(entryOf),
    },
    exportPool: (poolId, to, options) =>
      exportPool({ database, keyring }, poolId, systemClock.now(), to, options),
    importPool: (from, options) => alone(choice, () => importPool({ database, keyring }, from, options)),
    development: env.LATCHKEY_MASTER_KEY === undefined,
    async findClient(poolId, clientId) {
      const [pool, client] = [await pools.find(poolId), await clients.find(poolId, clientId)]
      return pool && client ? { pool, client } : undefined
    },
    async importLog(poolId, jobId) {
      const job = await importJobs.find({ poolId, jobId })
      return job && logPages(importJobs, job)
    },
    lastUrl: readIfThere(join(folder, 'url')),
    close: () => database.destroy(),
  }
}

const LINES_IN_PAGE = 1000

async function* logPages(importJobs: ImportJobStore, job: ImportJob): AsyncGenerator<LogEntry[]> {
  let after = 0
  for (;;) {
    const page = await importJobs.log(job, after, LINES_IN_PAGE)
    const last = page.at(-1)
    if (!last) return
    yield page
    after = last.line
  }
}

function entryOf({ message, secret: _secret, ...facts }: ListedMessage): OutboxEntry {
  const { to, subject, body = '' } = message ?? {}
  const text = facts.medium === 'EMAIL' ? plainText(body) : body
  return { ...facts, to, subject, text: text === '' ? undefined : text }
}

/** A key that was made here would be the wrong one, and would lie beside production data: it is read only. */
function masterKeyOf(folder: string, env: NodeJS.ProcessEnv): Buffer {
  if (env.LATCHKEY_MASTER_KEY !== undefined) return parseMasterKey(env.LATCHKEY_MASTER_KEY)
  const key = readDevelopmentMasterKey(folder)
  if (key) return key
  throw new Error(
    `LATCHKEY_MASTER_KEY is missing: ${folder} holds no master.key, so its server runs with a key from the environment. Set the same key here.`,
  )
}

const newMasterKeyOf = (folder: string, { LATCHKEY_MASTER_KEY: key }: NodeJS.ProcessEnv) =>
  key === undefined ? developmentMasterKey(folder).key : parseMasterKey(key)

/** SQLite has one writer: while a whole pool is written, whoever signs in would wait, and fail after seconds. */
async function alone<Result>(choice: DatabaseChoice, work: () => Promise<Result>): Promise<Result> {
  if (choice.kind === 'postgres') return work()
  const lock = lockForImport(choice.folder)
  try {
    return await work()
  } finally {
    lock.release()
  }
}

function lockForImport(folder: string) {
  try {
    return lockFolder(folder)
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error
    throw new Error(
      `The data folder ${folder} is in use by a Latchkey server, or by another import. Stop it: SQLite has one writer, and users could not sign in while a pool is imported.`,
    )
  }
}

const readIfThere = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined)
