// @ts-check
import { Agent, request } from 'node:http'
import {
  bigIntToHex,
  claimSignature,
  clientEphemeral,
  clientSessionKey,
  deviceIdentity,
  fromBase64,
  hexToBigInt,
  timestamp,
  userIdentity,
} from '@latchkey/srp'
import { openSslEngine } from '@latchkey/srp/node'
import { CLIENT, POOL } from './pool.mjs'

/** @typedef {import('./seed.mjs').Signer} Signer */

/**
 * A client with nothing in it but the protocol, over connections that are kept open.
 *
 * @param {string} url
 * @param {number} connections
 */
export function signInClient(url, connections) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return {
    /**
     * Signs in on a remembered device. The milliseconds are those spent waiting for the four answers: the client's
     * own arithmetic, which takes longer than the server's, is none of the server's business.
     *
     * @param {Signer} signer
     * @returns {Promise<number>}
     */
    async signIn(signer) {
      const stopwatch = { milliseconds: 0 }
      const call = (/** @type {string} */ operation, /** @type {object} */ body) =>
        timed(stopwatch, () => post(agent, url, operation, { ClientId: CLIENT, ...body }))
      const answer = await provePassword(call, signer)
      const last = await proveDevice(call, signer, answer)
      if (!last.AuthenticationResult?.AccessToken || last.AuthenticationResult.NewDeviceMetadata)
        throw new Error(`Not signed in on the remembered device: ${JSON.stringify(last)}`)
      return stopwatch.milliseconds
    },
    close: () => agent.destroy(),
  }
}

/** @typedef {(operation: string, body: object) => Promise<any>} Call */

/** @param {Call} call @param {Signer} signer */
async function provePassword(call, { username, password, deviceKey }) {
  const ephemeral = await clientEphemeral(openSslEngine)
  const challenge = await call('InitiateAuth', {
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: { USERNAME: username, SRP_A: bigIntToHex(ephemeral.A), DEVICE_KEY: deviceKey },
  })
  const identity = userIdentity(POOL, challenge.ChallengeParameters.USER_ID_FOR_SRP)
  return call('RespondToAuthChallenge', {
    ChallengeName: 'PASSWORD_VERIFIER',
    Session: challenge.Session,
    ChallengeResponses: {
      ...(await claim(challenge, ephemeral, identity, password)),
      USERNAME: username,
      DEVICE_KEY: deviceKey,
    },
  })
}

/** @param {Call} call @param {Signer} signer @param {any} asked */
async function proveDevice(call, { username, deviceKey, deviceGroupKey, deviceSecret }, asked) {
  const ephemeral = await clientEphemeral(openSslEngine)
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
 * @param {import('@latchkey/srp').ClientEphemeral} ephemeral
 * @param {import('@latchkey/srp').Identity} identity
 * @param {string} secret
 */
async function claim({ ChallengeParameters }, ephemeral, identity, secret) {
  const { SRP_B, SALT, SECRET_BLOCK } = ChallengeParameters
  const B = hexToBigInt(SRP_B)
  const salt = hexToBigInt(SALT)
  const secretBlock = fromBase64(SECRET_BLOCK)
  if (B === undefined || salt === undefined || !secretBlock) throw new Error('The challenge cannot be read.')
  const key = await clientSessionKey(openSslEngine, { ...ephemeral, identity, secret, salt, B })
  const now = timestamp(new Date())
  return {
    PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
    PASSWORD_CLAIM_SIGNATURE: await claimSignature(openSslEngine, key, identity, secretBlock, now),
    TIMESTAMP: now,
  }
}

/**
 * @template Result
 * @param {{ milliseconds: number }} stopwatch
 * @param {() => Promise<Result>} work
 */
async function timed(stopwatch, work) {
  const start = performance.now()
  const result = await work()
  stopwatch.milliseconds += performance.now() - start
  return result
}

/**
 * @param {Agent} agent
 * @param {string} url
 * @param {string} operation
 * @param {object} body
 * @returns {Promise<any>}
 */
function post(agent, url, operation, body) {
  const content = JSON.stringify(body)
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'content-length': Buffer.byteLength(content),
    'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    'user-agent': 'latchkey-bench',
  }
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part) => {
        text += part
      })
      response.on('end', () =>
        response.statusCode === 200
          ? resolve(JSON.parse(text))
          : reject(new Error(`${operation} answered ${response.statusCode}: ${text}`)),
      )
    })
    sent.on('error', reject)
    sent.end(content)
  })
}
