import { createServer, openPostgres, type PostgresOptions } from '@latchkey/server'
import {
  Device,
  MASTER_KEY,
  type PoolOptions,
  type ServerOptions,
  type TestPool,
  userPool,
} from '@latchkey/testing'

/** Nodes on one PostgreSQL database, and a pool on them. */
export type Nodes = AsyncDisposable & {
  pool: TestPool
  /** An app whose every request goes to the next node, as behind a load balancer. */
  device(name: string): Device
}

export async function startNodes(
  count: number,
  connection: PostgresOptions,
  options: PoolOptions & ServerOptions = {},
): Promise<Nodes> {
  // As many as there are migrate at once.
  const [database, ...others] = await Promise.all(
    Array.from({ length: count }, () => openPostgres(connection)),
  )
  if (!database) throw new Error('There is no node.')
  const pool = await userPool({ ...options, database })
  const servers = await Promise.all(
    others.map((database) =>
      createServer({
        database,
        masterKey: MASTER_KEY,
        publicUrl: 'http://127.0.0.1:9229',
        development: true,
        clock: pool.clock,
        cores: 1,
      }),
    ),
  )
  const nodes = [pool.server, ...servers]
  let turn = 0
  const next = () => nodes[turn++ % nodes.length] ?? pool.server
  const wire = { ...pool.wire, fetch: (request: Request) => next().fetch(request, { address: '192.0.2.1' }) }
  return {
    pool,
    device: (name) => new Device(wire, pool.poolId, pool.client, name),
    async [Symbol.asyncDispose]() {
      await Promise.all(servers.map((server) => server.close()))
      await pool[Symbol.asyncDispose]()
    },
  }
}
