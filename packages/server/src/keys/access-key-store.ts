import type { Database } from '../database/schema.js'
import type { Keyring } from './keyring.js'

export type AccessKeyStore = ReturnType<typeof accessKeyStore>

const context = (accessKeyId: string) => `access key ${accessKeyId}`

/** The pairs that may sign admin operations. */
export function accessKeyStore(db: Database, keyring: Keyring) {
  return {
    async add(accessKeyId: string, secret: string, now: Date): Promise<void> {
      const sealed_secret = keyring.seal(context(accessKeyId), secret)
      await db
        .insertInto('access_keys')
        .values({ access_key_id: accessKeyId, sealed_secret, created_at: now.getTime() })
        .execute()
    },

    async secretOf(accessKeyId: string): Promise<string | undefined> {
      const row = await db
        .selectFrom('access_keys')
        .select('sealed_secret')
        .where('access_key_id', '=', accessKeyId)
        .executeTakeFirst()
      return row && keyring.open(context(accessKeyId), row.sealed_secret)?.toString()
    },

    async list(): Promise<{ accessKeyId: string; createdAt: Date }[]> {
      const rows = await db
        .selectFrom('access_keys')
        .select(['access_key_id', 'created_at'])
        .orderBy('created_at')
        .execute()
      return rows.map((row) => ({ accessKeyId: row.access_key_id, createdAt: new Date(row.created_at) }))
    },

    /** False when there is no such key. */
    async remove(accessKeyId: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('access_keys')
        .where('access_key_id', '=', accessKeyId)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
