import { createHmac } from 'node:crypto'
import {
  bigIntToHex,
  type ClientEphemeral,
  claimSignature,
  clientEphemeral,
  clientSessionKey,
  deviceIdentity,
  fromBase64,
  hexToBigInt,
  type Identity,
  newDeviceSecret,
  timestamp,
  toBase64,
  userIdentity,
} from '@latchkey/srp'
import { openSslEngine } from '@latchkey/srp/node'

/** The client's half of the proofs, piece by piece: what a device does, and what an attacker may do otherwise. */

export type Parameters = Record<string, string>

/** The exponent that a client draws for one proof, and its public value as it travels. */
export async function srpA(): Promise<ClientEphemeral & { SRP_A: string }> {
  const ephemeral = await clientEphemeral(openSslEngine)
  return { ...ephemeral, SRP_A: bigIntToHex(ephemeral.A) }
}

export { deviceIdentity, userIdentity }

/** What proves a secret: PASSWORD_CLAIM_SECRET_BLOCK, PASSWORD_CLAIM_SIGNATURE and TIMESTAMP. */
export async function claim(proof: {
  identity: Identity
  secret: string
  ephemeral: ClientEphemeral
  /** ChallengeParameters of PASSWORD_VERIFIER or DEVICE_PASSWORD_VERIFIER. */
  challenge: Parameters
  at: Date
}): Promise<Parameters> {
  const { identity, secret, ephemeral, challenge, at } = proof
  const key = await clientSessionKey(openSslEngine, {
    ...ephemeral,
    identity,
    secret,
    salt: number(challenge.SALT),
    B: number(challenge.SRP_B),
  })
  const block = challenge.SECRET_BLOCK ?? ''
  const TIMESTAMP = timestamp(at)
  const bytes = fromBase64(block)
  if (!bytes) throw new TypeError('SECRET_BLOCK is not base64.')
  return {
    PASSWORD_CLAIM_SECRET_BLOCK: block,
    PASSWORD_CLAIM_SIGNATURE: await claimSignature(openSslEngine, key, identity, bytes, TIMESTAMP),
    TIMESTAMP,
  }
}

function number(hex: string | undefined): bigint {
  const value = hexToBigInt(hex ?? '')
  if (value === undefined) throw new TypeError('SALT and SRP_B are hex.')
  return value
}

/** A fresh device secret, and what ConfirmDevice registers of it. */
export async function deviceSecret(deviceGroupKey: string, deviceKey: string) {
  const { secret, salt, verifier } = await newDeviceSecret(openSslEngine, deviceGroupKey, deviceKey)
  return { secret, config: { Salt: toBase64(salt), PasswordVerifier: toBase64(verifier) } }
}

/** SECRET_HASH of a client with a secret. */
export const secretHash = (clientSecret: string, username: string, clientId: string) =>
  createHmac('sha256', clientSecret)
    .update(username + clientId)
    .digest('base64')
