// @ts-check
import { hkdfSync } from 'node:crypto'
import {
  bigIntToHex,
  bytesToBigInt,
  claimSignature,
  deviceIdentity,
  fromBase64,
  g,
  hexToBigInt,
  k,
  N,
  timestamp,
  userIdentity,
} from '@latchkey/srp'
import { openSslEngine } from '@latchkey/srp/node'
import { connection } from './connection.mjs'
import { CLIENT, POOL } from './pool.mjs'
import { exponent } from './seed.mjs'

/** @typedef {import('./seed.mjs').Signer} Signer */
/** @typedef {(operation: string, body: object) => Promise<any>} Call */

const { modPow } = openSslEngine

/**
 * A client with nothing in it but the protocol, over a connection that is kept open. It computes as little as it can:
 * its private exponents are short (`exponent` of seed.mjs), and A is the same each time. The server cannot tell.
 *
 * @param {string} url
 */
export function signInClient(url) {
  const open = connection(url)
  const a = exponent()
  const ephemeral = { a, A: modPow(g, a) }
  return {
    /**
     * Signs in on a remembered device. The milliseconds are those spent waiting for the four answers: the client's
     * own arithmetic is none of the server's business.
     *
     * @param {Signer} signer
     */
    async signIn(signer) {
      let milliseconds = 0
      const call = async (/** @type {string} */ operation, /** @type {object} */ body) => {
        const start = performance.now()
        const answer = await open.post(operation, { ClientId: CLIENT, ...body })
        milliseconds += performance.now() - start
        return answer
      }
      const asked = await provePassword(call, signer, ephemeral)
      const last = await proveDevice(call, signer, ephemeral, asked)
      if (!last.AuthenticationResult?.AccessToken || last.AuthenticationResult.NewDeviceMetadata)
        throw new Error(`Not signed in on the remembered device: ${JSON.stringify(last)}`)
      return { milliseconds, refreshToken: String(last.AuthenticationResult.RefreshToken) }
    },
    /** @param {Signer} signer @param {string} refreshToken of a sign-in of theirs */
    async refresh({ deviceKey }, refreshToken) {
      const { AuthenticationResult } = await open.post('InitiateAuth', {
        ClientId: CLIENT,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: refreshToken, DEVICE_KEY: deviceKey },
      })
      if (!AuthenticationResult?.AccessToken) throw new Error('A refresh without an access token.')
    },
    close: () => open.close(),
  }
}

/** @typedef {{ a: bigint, A: bigint }} Ephemeral */

/** @param {Call} call @param {Signer} signer @param {Ephemeral} ephemeral */
async function provePassword(call, { username, userSecret, deviceKey }, ephemeral) {
  const challenge = await call('InitiateAuth', {
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: { USERNAME: username, SRP_A: bigIntToHex(ephemeral.A), DEVICE_KEY: deviceKey },
  })
  const identity = userIdentity(POOL, challenge.ChallengeParameters.USER_ID_FOR_SRP)
  return call('RespondToAuthChallenge', {
    ChallengeName: 'PASSWORD_VERIFIER',
    Session: challenge.Session,
    ChallengeResponses: {
      ...(await claim(challenge, ephemeral, identity, userSecret)),
      USERNAME: username,
      DEVICE_KEY: deviceKey,
    },
  })
}

/** @param {Call} call @param {Signer} signer @param {Ephemeral} ephemeral @param {any} asked */
async function proveDevice(call, { username, deviceKey, deviceGroupKey, deviceSecret }, ephemeral, asked) {
  const challenge = await call('RespondToAuthChallenge', {
    ChallengeName: 'DEVICE_SRP_AUTH',
    Session: asked.Session,
    ChallengeResponses: { USERNAME: username, DEVICE_KEY: deviceKey, SRP_A: bigIntToHex(ephemeral.A) },
  })
  const identity = deviceIdentity(deviceGroupKey, deviceKey)
  return call('RespondToAuthChallenge', {
    ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
    Session: challenge.Session,
    ChallengeResponses: {
      ...(await claim(challenge, ephemeral, identity, deviceSecret)),
      USERNAME: username,
      DEVICE_KEY: deviceKey,
    },
  })
}

/**
 * @param {any} challenge
 * @param {Ephemeral} ephemeral
 * @param {import('@latchkey/srp').Identity} identity
 * @param {import('./seed.mjs').Secret} secret
 */
async function claim({ ChallengeParameters }, ephemeral, identity, secret) {
  const B = hexToBigInt(ChallengeParameters.SRP_B)
  const secretBlock = fromBase64(ChallengeParameters.SECRET_BLOCK)
  if (B === undefined || !secretBlock) throw new Error('The challenge cannot be read.')
  const now = timestamp(new Date())
  return {
    PASSWORD_CLAIM_SECRET_BLOCK: ChallengeParameters.SECRET_BLOCK,
    PASSWORD_CLAIM_SIGNATURE: await claimSignature(
      openSslEngine,
      sessionKey(ephemeral, B, secret),
      identity,
      secretBlock,
      now,
    ),
    TIMESTAMP: now,
  }
}

/** `S = (B − k·v)^(a + u·x)`, then HKDF. @param {Ephemeral} ephemeral @param {bigint} B @param {import('./seed.mjs').Secret} secret */
function sessionKey({ a, A }, B, secret) {
  const u = bytesToBigInt(openSslEngine.sha256(padded(A), padded(B)))
  const base = (B - k * BigInt(secret.verifier)) % N
  const S = modPow(base < 0n ? base + N : base, a + u * BigInt(secret.x))
  return new Uint8Array(hkdfSync('sha256', padded(S), padded(u), 'Caldera Derived Key', 16))
}

/** Big-endian, with a leading 00 where the top bit is set. @param {bigint} number */
function padded(number) {
  const hex = number.toString(16)
  const even = hex.length % 2 === 0 ? hex : `0${hex}`
  return Buffer.from(even.charAt(0) >= '8' ? `00${even}` : even, 'hex')
}
