import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { importJWK, type JWTPayload, jwtVerify } from 'jose'
import { OwnerIsGone } from '../database/violations.js'
import type { SigningKeyUse } from '../keys/signing-key.js'
import type { SigningKeyStore } from '../keys/signing-key-store.js'
import type { Pool } from '../pools/pool.js'

/** Signs and checks the JWTs of a pool (RFC 7519), RS256 only, with one key for ID and one for access tokens. */
export type TokenSigner = {
  sign(pool: PoolRef, use: SigningKeyUse, claims: JWTPayload): Promise<string>
  /** The claims; undefined when the signature is not this pool's key for this use, or the token has expired. */
  verify(pool: PoolRef, use: SigningKeyUse, token: string, now: Date): Promise<TokenCheck>
}

export type TokenCheck = { ok: true; claims: JWTPayload } | { ok: false; why: 'forged' | 'expired' }

type PoolRef = Pick<Pool, 'poolId' | 'createdAt'>
type PublicKey = Awaited<ReturnType<typeof importJWK>>
type PoolKeys = Record<SigningKeyUse, { kid: string; privateKey: KeyObject; publicKey: PublicKey }>

export function tokenSigner(store: Pick<SigningKeyStore, 'ofPool'>): TokenSigner {
  // Keys never change while a pool lives. A pool that is deleted and made again has another time of birth.
  const known = new Map<string, Promise<PoolKeys>>()

  function keysOf(pool: PoolRef): Promise<PoolKeys> {
    const name = `${pool.poolId} ${pool.createdAt.getTime()}`
    const cached = known.get(name)
    if (cached) return cached
    const loading = loadKeys(store, pool.poolId)
    if (known.size >= 1000) known.clear()
    known.set(name, loading)
    loading.catch(() => known.delete(name))
    return loading
  }

  return {
    async sign(pool, use, claims) {
      const { kid, privateKey } = (await keysOf(pool))[use]
      return signed({ alg: 'RS256', kid }, claims, privateKey)
    },

    async verify(pool, use, token, now) {
      const { publicKey } = (await keysOf(pool))[use]
      try {
        const { payload } = await jwtVerify(token, publicKey, { algorithms: ['RS256'], currentDate: now })
        return { ok: true, claims: payload }
      } catch (error) {
        return { ok: false, why: isExpiry(error) ? 'expired' : 'forged' }
      }
    },
  }
}

/**
 * A JWS in its compact form (RFC 7515, 3.1). On this thread, and not by way of WebCrypto: two thread hops for each
 * signature cost a tenth of a whole sign-in (docs/decisions/0008).
 */
function signed(header: { alg: 'RS256'; kid: string }, claims: JWTPayload, key: KeyObject): string {
  const input = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`
}

const isExpiry = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ERR_JWT_EXPIRED'

async function loadKeys(store: Pick<SigningKeyStore, 'ofPool'>, poolId: string): Promise<PoolKeys> {
  const stored = await store.ofPool(poolId)
  const load = async (use: SigningKeyUse) => {
    const key = stored.find((candidate) => candidate.use === use)
    // A pool has its keys from its first moment to its last.
    if (!key) throw new OwnerIsGone(`Pool ${poolId} has no ${use} signing key.`)
    return {
      kid: key.kid,
      privateKey: createPrivateKey(key.privateKey),
      publicKey: await importJWK(key.publicJwk, 'RS256'),
    }
  }
  return { id: await load('id'), access: await load('access') }
}
