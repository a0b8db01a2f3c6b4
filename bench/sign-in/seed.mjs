// @ts-check
import { randomBytes, randomUUID } from 'node:crypto'
import { bytesToHex, makeVerifier, newDeviceSecret, userIdentity } from '@latchkey/srp'
import { openSslEngine } from '@latchkey/srp/node'
import { POOL } from './pool.mjs'

/**
 * Who signs in, and with what.
 * @typedef {{
 *   username: string, password: string, deviceKey: string, deviceGroupKey: string, deviceSecret: string,
 * }} Signer
 */

const USERS_PER_TRANSACTION = 1000
const PASSWORD = 'Correct-Horse-Battery-9'

/**
 * Fills the pool through the server's own stores. Only those who will sign in get a true verifier, which costs an
 * exponentiation; the others get random bytes of the same length.
 *
 * @param {any} world
 * @param {number} size
 * @param {number} signers how many will sign in; they are spread over all
 * @returns {Promise<Signer[]>}
 */
export async function seed(world, size, signers) {
  const every = Math.ceil(size / signers)
  /** @type {Signer[]} */
  const able = []
  for (let first = 0; first < size; first += USERS_PER_TRANSACTION) {
    const numbers = Array.from(
      { length: Math.min(USERS_PER_TRANSACTION, size - first) },
      (_, at) => first + at,
    )
    await world.transaction(async (/** @type {any} */ stores) => {
      for (const number of numbers) {
        const signer = await insert(stores, number, number % every === 0)
        if (signer) able.push(signer)
      }
    })
  }
  return able
}

/**
 * @param {any} stores
 * @param {number} number
 * @param {boolean} signsIn
 */
async function insert(stores, number, signsIn) {
  const username = `user-${String(number).padStart(7, '0')}`
  const userId = randomUUID()
  const owner = { poolId: POOL, userId }
  const names = [
    { name: username, kind: 'username' },
    { name: userId, kind: 'sub' },
  ]
  const attributes = { email: `${username}@example.com`, email_verified: 'true' }
  const password = signsIn ? await passwordOf(username) : { ...anySecret(), expiresAt: undefined }
  const now = new Date()
  await stores.users.insert({ ...owner, username, status: 'CONFIRMED', attributes, password }, names, now)
  const key = { ...owner, deviceKey: `local_${randomUUID()}` }
  const deviceGroupKey = `-${randomBytes(4).toString('hex')}`
  const device = signsIn ? await newDeviceSecret(openSslEngine, deviceGroupKey, key.deviceKey) : undefined
  const secret = device ? { salt: bytesToHex(device.salt), verifier: device.verifier } : anySecret()
  await stores.devices.issue(key, deviceGroupKey, { address: '127.0.0.1', userAgent: 'bench', at: now })
  await stores.devices.confirm(key, { state: 'remembered', secret, name: 'bench' }, now)
  if (!device) return undefined
  const { deviceKey } = key
  return { username, password: PASSWORD, deviceKey, deviceGroupKey, deviceSecret: device.secret }
}

/** @param {string} username */
async function passwordOf(username) {
  const salt = randomBytes(16)
  const verifier = await makeVerifier(openSslEngine, userIdentity(POOL, username), PASSWORD, salt)
  return { salt: bytesToHex(salt), verifier, expiresAt: undefined }
}

/** 383 bytes are always below N. */
const anySecret = () => ({ salt: randomBytes(16).toString('hex'), verifier: randomBytes(383) })
