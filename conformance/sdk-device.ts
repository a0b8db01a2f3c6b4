import { createHmac } from 'node:crypto'
import {
  bigIntToHex,
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
} from '@latchkey/srp'
import { nodeEngine } from '@latchkey/srp/node'
import { given } from './pool-server.js'

/** The client's half of SRP, which the AWS SDK leaves to its users. */

const engine = nodeEngine()

type Parameters = Record<string, string> | undefined

export async function srpProof(identity: Identity, secret: string) {
  const ephemeral = await clientEphemeral(engine)
  return {
    SRP_A: bigIntToHex(ephemeral.A),
    /** What answers the SALT, SRP_B and SECRET_BLOCK of a challenge. */
    async claim(parameters: Parameters) {
      const { SALT, SRP_B, SECRET_BLOCK = '' } = parameters ?? {}
      const salt = given(hexToBigInt(given(SALT)))
      const B = given(hexToBigInt(given(SRP_B)))
      const key = await clientSessionKey(engine, { identity, secret, salt, ...ephemeral, B })
      const TIMESTAMP = timestamp(new Date())
      const block = given(fromBase64(SECRET_BLOCK))
      return {
        PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: await claimSignature(engine, key, identity, block, TIMESTAMP),
        TIMESTAMP,
      }
    },
  }
}

type NewDeviceMetadata = { DeviceKey?: string | undefined; DeviceGroupKey?: string | undefined }

/** A device that just was given its keys, with a secret of its own. */
export async function newDevice(metadata: NewDeviceMetadata | undefined) {
  const deviceKey = given(metadata?.DeviceKey)
  const deviceGroupKey = given(metadata?.DeviceGroupKey)
  const { secret, salt, verifier } = await newDeviceSecret(engine, deviceGroupKey, deviceKey)
  return {
    deviceKey,
    /** What ConfirmDevice registers. */
    registration: {
      DeviceKey: deviceKey,
      DeviceSecretVerifierConfig: { Salt: toBase64(salt), PasswordVerifier: toBase64(verifier) },
    },
    proof: (shown = secret) => srpProof(deviceIdentity(deviceGroupKey, deviceKey), shown),
  }
}

export const secretHash = (clientSecret: string | undefined, username: string, clientId: string) =>
  createHmac('sha256', given(clientSecret))
    .update(username + clientId)
    .digest('base64')
