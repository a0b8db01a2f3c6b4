import { createServer, type Server, type ServerParts } from '@latchkey/server'
import { freshDatabase } from './database.js'
import { MASTER_KEY } from './user-pool.js'

/** A user of the pool that is there. */
export type Owner = { poolId: string; userId: string }

/** Stores on an empty database, with a pool and two users in it: for tests that speak to stores and to nobody else. */
export type StoreGround = AsyncDisposable & {
  stores: Server['world']['stores']
  world: Server['world']
  database: ServerParts['database']
  poolId: string
  alice: Owner
  bob: Owner
  /** Somebody who was deleted, or never there. */
  nobody: Owner
  /** New Year 2026, and as many milliseconds later. */
  at(milliseconds?: number): Date
}

const NEW_YEAR = Date.parse('2026-01-01T00:00:00Z')

export async function storeGround(): Promise<StoreGround> {
  const database = await freshDatabase()
  const server = await createServer({
    database,
    masterKey: MASTER_KEY,
    publicUrl: 'http://127.0.0.1:9229',
    development: true,
    cores: 1,
  })
  const poolId = 'local_Stores1'
  const at = (milliseconds = 0) => new Date(NEW_YEAR + milliseconds)
  await addPool(database, poolId)
  const { stores } = server.world
  const add = async (userId: string): Promise<Owner> => {
    const user = { poolId, userId, username: userId, status: 'CONFIRMED', attributes: {} } as const
    await stores.users.insert(
      { ...user, password: undefined },
      [
        { name: userId, kind: 'username' },
        { name: `sub of ${userId}`, kind: 'sub' },
      ],
      at(),
    )
    return { poolId, userId }
  }
  return {
    stores,
    world: server.world,
    database,
    poolId,
    alice: await add('alice'),
    bob: await add('bob'),
    nobody: { poolId, userId: 'nobody' },
    at,
    [Symbol.asyncDispose]: () => server.close(),
  }
}

export async function addPool(database: ServerParts['database'], pool_id: string): Promise<void> {
  await database
    .insertInto('pools')
    .values({ pool_id, name: 'pool', settings: '{}', created_at: NEW_YEAR, modified_at: NEW_YEAR })
    .execute()
}
