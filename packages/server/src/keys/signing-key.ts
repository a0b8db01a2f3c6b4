import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose'

/** ID and access tokens are signed with different keys, as Cognito does: one kind cannot pass for the other. */
export type SigningKeyUse = 'id' | 'access'

export type NewSigningKey = { use: SigningKeyUse; kid: string; privateKey: string; publicJwk: JWK }

/** An RS256 key pair of 2048 bits; the private half as PKCS #8, the public one as a JWK (RFC 7517). */
export async function makeSigningKey(use: SigningKeyUse): Promise<NewSigningKey> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const jwk = await exportJWK(pair.publicKey)
  const kid = await calculateJwkThumbprint(jwk)
  return {
    use,
    kid,
    privateKey: pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    publicJwk: { ...jwk, kid, alg: 'RS256', use: 'sig' },
  }
}
