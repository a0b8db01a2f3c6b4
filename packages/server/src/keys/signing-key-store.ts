import type { JWK } from 'jose'
import type { Database } from '../database/schema.js'
import type { Keyring } from './keyring.js'
import type { NewSigningKey, SigningKeyUse } from './signing-key.js'

export type SigningKeyStore = ReturnType<typeof signingKeyStore>

export type StoredSigningKey = { use: SigningKeyUse; kid: string; privateKey: string; publicJwk: JWK }

const context = (poolId: string, kid: string) => `signing key ${poolId} ${kid}`

export { context as signingKeyContext }

/** Each pool's own signing keys; the private halves are sealed. */
export function signingKeyStore(db: Database, keyring: Keyring) {
  return {
    async add(poolId: string, keys: NewSigningKey[]): Promise<void> {
      const rows = keys.map(({ use, kid, privateKey, publicJwk }) => ({
        pool_id: poolId,
        use,
        kid,
        sealed_private_key: keyring.seal(context(poolId, kid), privateKey),
        public_jwk: JSON.stringify(publicJwk),
      }))
      await db.insertInto('signing_keys').values(rows).execute()
    },

    async ofPool(poolId: string): Promise<StoredSigningKey[]> {
      const rows = await db.selectFrom('signing_keys').selectAll().where('pool_id', '=', poolId).execute()
      return rows.map((row) => ({
        use: row.use === 'id' ? 'id' : 'access',
        kid: row.kid,
        privateKey: opened(keyring.open(context(poolId, row.kid), row.sealed_private_key)),
        publicJwk: JSON.parse(row.public_jwk),
      }))
    },

    /** The public halves, for anybody (RFC 7517, 5). */
    async publicKeys(poolId: string): Promise<JWK[]> {
      const rows = await db
        .selectFrom('signing_keys')
        .select('public_jwk')
        .where('pool_id', '=', poolId)
        .orderBy('use')
        .execute()
      return rows.map((row) => JSON.parse(row.public_jwk))
    },
  }
}

function opened(bytes: Buffer | undefined): string {
  if (bytes) return bytes.toString()
  throw new Error('A signing key does not open with this master key.')
}
