import { randomBytes } from 'node:crypto'
import { Readable, Writable } from 'node:stream'
import { createServer, exportPool, importPool, type ServerParts } from '@latchkey/server'
import { freshDatabase } from './database.js'
import type { TestPool } from './user-pool.js'

/** Pools that move from one server to another. */

export const EXPORT_KEY = randomBytes(32)

/** The export of a pool, as bytes. */
export async function exported({ poolId, server, database, clock }: TestPool): Promise<Buffer> {
  const chunks: Buffer[] = []
  const to = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  const place = { database, keyring: server.world.keyring }
  await exportPool(place, poolId, clock.now(), to, { exportKey: EXPORT_KEY })
  return Buffer.concat(chunks)
}

export type MovingOptions = Partial<Pick<ServerParts, 'masterKey' | 'database'>>

/**
 * The pool on another server, which has the address of the first from then on: apps notice nothing. Without options,
 * that server has an empty database and a master key of its own.
 */
export async function moveTo(pool: TestPool, options: MovingOptions = {}): Promise<TestPool> {
  const { masterKey = randomBytes(32), database = await freshDatabase() } = options
  const file = await exported(pool)
  const server = await createServer({
    database,
    masterKey,
    publicUrl: pool.server.world.publicUrl,
    development: true,
    clock: pool.clock,
    cores: 1,
  })
  const place = { database, keyring: server.world.keyring }
  await importPool(place, Readable.from([file]), { exportKey: EXPORT_KEY })
  pool.wire.fetch = (request, from) => server.fetch(request, { address: from ?? '192.0.2.1' })
  return { ...pool, server, database, [Symbol.asyncDispose]: () => server.close() }
}
