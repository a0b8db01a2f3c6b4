import { prepared } from '../database/prepared.js'
import { remembered } from '../database/remembered.js'
import type { Database, Tables } from '../database/schema.js'
import type { Keyring } from '../keys/keyring.js'
import type { Pool } from '../pools/pool.js'
import { poolOf } from '../pools/pool-store.js'
import type { Client, ClientSecret, ClientSettings } from './client.js'

export type ClientStore = ReturnType<typeof clientStore>

type Row = Tables['clients']
type Key = { poolId: string; clientId: string }

/** As the column `secrets` keeps it, in a list. */
type SealedSecret = { secretId: string; sealed: string; createdAt: number }

const secretsOf = ({ secrets }: Row): SealedSecret[] => JSON.parse(secrets ?? '[]')

const context = (poolId: string, clientId: string) => `client secret ${poolId} ${clientId}`

export { context as clientSecretContext }

const columns = [
  'clients.pool_id',
  'clients.client_id',
  'clients.name',
  'clients.settings',
  'clients.secrets',
  'clients.created_at',
  'clients.modified_at',
] as const

const selectWithPool = prepared<{ clientId: string }>()((db, slot) =>
  db
    .selectFrom('clients')
    .innerJoin('pools', 'pools.pool_id', 'clients.pool_id')
    .select(columns)
    .select([
      'pools.name as pool_name',
      'pools.settings as pool_settings',
      'pools.created_at as pool_created_at',
      'pools.modified_at as pool_modified_at',
    ])
    .where('clients.client_id', '=', slot('clientId')),
)

/** Without those of the pool. */
const clientColumnsOf = (row: Row): Row => ({
  pool_id: row.pool_id,
  client_id: row.client_id,
  name: row.name,
  settings: row.settings,
  secrets: row.secrets,
  created_at: row.created_at,
  modified_at: row.modified_at,
})

export function clientStore(db: Database, keyring: Keyring) {
  /** Nearly every request reads its client. */
  const clientOf = remembered(
    (row: Row) => row.client_id,
    (row): Client => {
      const settings: ClientSettings = JSON.parse(row.settings)
      return {
        ...settings,
        name: row.name,
        poolId: row.pool_id,
        clientId: row.client_id,
        secrets: row.secrets === null ? [] : secretsOf(row).map((secret) => openSecret(row, secret)),
        createdAt: new Date(row.created_at),
        modifiedAt: new Date(row.modified_at),
      }
    },
  )

  function openSecret(row: Row, { secretId, sealed, createdAt }: SealedSecret): ClientSecret {
    const value = keyring.open(context(row.pool_id, row.client_id), sealed)
    if (value) return { secretId, value: value.toString(), createdAt: new Date(createdAt) }
    throw new Error('A client secret does not open with this master key.')
  }

  function secretsColumn({ poolId, clientId }: Key, secrets: readonly ClientSecret[]): string | null {
    if (secrets.length === 0) return null
    const sealed = secrets.map(
      ({ secretId, value, createdAt }): SealedSecret => ({
        secretId,
        sealed: keyring.seal(context(poolId, clientId), value),
        createdAt: createdAt.getTime(),
      }),
    )
    return JSON.stringify(sealed)
  }

  return {
    /** False when the id is taken: client ids are one name space over all pools. */
    async insert(
      key: Key,
      settings: ClientSettings,
      secrets: readonly ClientSecret[],
      now: Date,
    ): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('clients')
        .values({
          pool_id: key.poolId,
          client_id: key.clientId,
          name: settings.name,
          settings: JSON.stringify(settings),
          secrets: secretsColumn(key, secrets),
          created_at: now.getTime(),
          modified_at: now.getTime(),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return (numInsertedOrUpdatedRows ?? 0n) > 0n
    },

    async find(poolId: string, clientId: string): Promise<Client | undefined> {
      const row = await db
        .selectFrom('clients')
        .select(columns)
        .where('pool_id', '=', poolId)
        .where('client_id', '=', clientId)
        .executeTakeFirst()
      return row && clientOf(row)
    },

    /** The client that a public request names, and its pool, in one read. */
    async findWithPool(clientId: string): Promise<{ client: Client; pool: Pool } | undefined> {
      const [row] = (await selectWithPool(db, { clientId })).rows
      if (!row) return undefined
      const pool = poolOf({
        pool_id: row.pool_id,
        name: row.pool_name,
        settings: row.pool_settings,
        created_at: row.pool_created_at,
        modified_at: row.pool_modified_at,
      })
      return { client: clientOf(clientColumnsOf(row)), pool }
    },

    async page(poolId: string, after: string, limit: number): Promise<Client[]> {
      const rows = await db
        .selectFrom('clients')
        .select(columns)
        .where('pool_id', '=', poolId)
        .where('client_id', '>', after)
        .orderBy('client_id')
        .limit(limit)
        .execute()
      return rows.map((row) => clientOf(row))
    },

    /** False when there is no such client, or it changed since it was read. */
    async change(client: Client, settings: ClientSettings, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('clients')
        .set({
          name: settings.name,
          settings: JSON.stringify(settings),
          modified_at: Math.max(now.getTime(), client.modifiedAt.getTime() + 1),
        })
        .where('pool_id', '=', client.poolId)
        .where('client_id', '=', client.clientId)
        .where('modified_at', '=', client.modifiedAt.getTime())
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** False when there is no such client, or it changed since it was read. */
    async setSecrets(client: Client, secrets: readonly ClientSecret[], now: Date): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('clients')
        .set({
          secrets: secretsColumn(client, secrets),
          modified_at: Math.max(now.getTime(), client.modifiedAt.getTime() + 1),
        })
        .where('pool_id', '=', client.poolId)
        .where('client_id', '=', client.clientId)
        .where('modified_at', '=', client.modifiedAt.getTime())
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    async remove(poolId: string, clientId: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('clients')
        .where('pool_id', '=', poolId)
        .where('client_id', '=', clientId)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
