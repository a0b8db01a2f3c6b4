import {
  type ClientEphemeral,
  claimSignature,
  clientSessionKey,
  fromBase64,
  hexToBigInt,
  type Identity,
  ServerRefused,
  timestamp,
} from '@latchkey/srp'
import { signInError } from '../errors.js'
import type { World } from '../world.js'

/** As many hex digits as N has, and room for zeros in front. */
const MOST_DIGITS = 1024

/**
 * The answer to a challenge by SRP: PASSWORD_CLAIM_SIGNATURE and what goes with it. Refuses what takes the secret out of
 * the proof (RFC 5054, section 2.5.3), and what is no challenge at all.
 *
 * @throws AuthError SignInException
 */
export async function claim(
  world: World,
  proof: { identity: Identity; secret: string; ephemeral: ClientEphemeral },
  parameters: Record<string, unknown> | null = {},
): Promise<{ salt: bigint; responses: Record<string, string> }> {
  const [SALT, SRP_B, SECRET_BLOCK] = ['SALT', 'SRP_B', 'SECRET_BLOCK'].map((name) =>
    text(parameters?.[name]),
  )
  const salt = number(SALT)
  const B = number(SRP_B)
  const block = fromBase64(SECRET_BLOCK ?? '')
  if (salt === undefined || B === undefined || !block?.length) {
    throw refusedChallenge('its SALT, SRP_B or SECRET_BLOCK cannot be read')
  }
  const { identity, secret, ephemeral } = proof
  const engine = await world.engine()
  const key = await clientSessionKey(engine, { ...ephemeral, identity, secret, salt, B }).catch((error) => {
    throw error instanceof ServerRefused ? refusedChallenge(error.message) : error
  })
  const TIMESTAMP = timestamp(new Date())
  return {
    salt,
    responses: {
      PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK ?? '',
      PASSWORD_CLAIM_SIGNATURE: await claimSignature(engine, key, identity, block, TIMESTAMP),
      TIMESTAMP,
    },
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value : '')

const number = (hex = '') => (hex.length > MOST_DIGITS ? undefined : hexToBigInt(hex))

export const refusedChallenge = (reason: string) =>
  signInError(
    `The server's challenge is refused: ${reason}.`,
    'Do not go on with this server: it is broken, or somebody is in its place.',
  )
