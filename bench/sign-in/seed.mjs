// @ts-check
import { randomBytes, randomUUID } from 'node:crypto'
import { bigIntToHex, bytesToHex, g, makeVerifier, userIdentity } from '@latchkey/srp'
import { openSslEngine } from '@latchkey/srp/node'
import { copies } from './copies.mjs'
import { CLIENT, POOL } from './pool.mjs'

/** A private exponent and g to its power. Numbers as text, for the way to another process. @typedef {{ x: string, verifier: string }} Secret */

/**
 * Who signs in, and with what.
 * @typedef {{
 *   username: string, password: string, userSecret: Secret, deviceKey: string, deviceGroupKey: string, deviceSecret: Secret,
 * }} Signer
 */

/** @typedef {{ poolId: string, userId: string }} Owner */

const MOST_PARTS = 20
const PASSWORD = 'Correct-Horse-Battery-9'

/**
 * Fills the pool. Those who will sign in come through the server's own stores, with true verifiers, which cost an
 * exponentiation each; the others are copies of the first of them, made by the database itself. The two alternate, so
 * that those who sign in lie all over the tables.
 *
 * @param {any} world
 * @param {import('./copies.mjs').Database} database
 * @param {import('./options.mjs').DatabaseName} kind
 * @param {{ size: number, signers: number, passwords: boolean, sessions: boolean }} how
 *   passwords: whether users sign in with `PASSWORD`, or else by SRP with a `Secret`
 * @returns {Promise<Signer[]>}
 */
export async function seed(world, database, kind, { size, signers, passwords, sessions }) {
  const parts = Math.min(MOST_PARTS, signers)
  /** @type {Signer[]} */
  const able = []
  /** @type {Owner | undefined} */
  let template
  for (let part = 0; part < parts; part += 1) {
    const end = Math.floor((size * (part + 1)) / parts)
    const few = Math.floor((signers * (part + 1)) / parts) - able.length
    const first = Math.floor((size * part) / parts)
    await world.transaction(async (/** @type {any} */ stores) => {
      for (let number = first; number < first + few; number += 1) {
        const { owner, signer } = await insert(stores, number, passwords)
        if (sessions) await insertSession(stores, owner, signer.deviceKey)
        template ??= owner
        able.push(signer)
      }
    })
    if (template && first + few < end) await copies(database, kind, template, first + few, end, sessions)
  }
  return able
}

/** As `copies` names them, too. @param {number} number */
const nameOf = (number) => `user-${String(number).padStart(8, '0')}`

/**
 * @param {any} stores
 * @param {number} number
 * @param {boolean} passwords
 * @returns {Promise<{ owner: Owner, signer: Signer }>}
 */
async function insert(stores, number, passwords) {
  const username = nameOf(number)
  const userId = randomUUID()
  const owner = { poolId: POOL, userId }
  const names = [
    { name: username, kind: 'username' },
    { name: userId, kind: 'sub' },
  ]
  const attributes = { email: `${username}@example.com`, email_verified: 'true' }
  const [userSecret, deviceSecret] = [newSecret(), newSecret()]
  const password = passwords ? await passwordOf(username) : { ...proofOf(userSecret), expiresAt: undefined }
  const now = new Date()
  await stores.users.insert({ ...owner, username, status: 'CONFIRMED', attributes, password }, names, now)
  const deviceKey = `local_${randomUUID()}`
  const deviceGroupKey = `-${randomBytes(4).toString('hex')}`
  const device = { state: 'remembered', secret: proofOf(deviceSecret), name: 'bench' }
  const visit = { address: '127.0.0.1', userAgent: 'bench', at: now }
  await stores.devices.issue({ ...owner, deviceKey }, deviceGroupKey, visit)
  await stores.devices.confirm({ ...owner, deviceKey }, device, now)
  return {
    owner,
    signer: { username, password: PASSWORD, userSecret, deviceKey, deviceGroupKey, deviceSecret },
  }
}

/** As a sign-in leaves them. @param {any} stores @param {Owner} owner @param {string} deviceKey */
async function insertSession(stores, owner, deviceKey) {
  const now = new Date()
  const [sessionId, tokenId, originJti] = [randomUUID(), randomUUID(), randomUUID()]
  const session = {
    ...owner,
    sessionId,
    originJti,
    clientId: CLIENT,
    deviceKey,
    authenticatedAt: now,
    expiresAt: now,
  }
  await stores.sessions.begin(session)
  await stores.sessions.addRefreshToken(owner, sessionId, tokenId, now)
}

/** @param {string} username */
async function passwordOf(username) {
  const salt = randomBytes(16)
  const verifier = await makeVerifier(openSslEngine, userIdentity(POOL, username), PASSWORD, salt)
  return { salt: bytesToHex(salt), verifier, expiresAt: undefined }
}

/**
 * 32 bits, where a secret's hash has 256: a client that knows such an exponent has half of the arithmetic, and g to its
 * power is as long as any other. Good for nothing but load.
 */
export const exponent = () => BigInt(randomBytes(4).readUInt32BE() | 0x8000_0000) & 0xffff_ffffn

/** @returns {Secret} */
function newSecret() {
  const x = exponent()
  return { x: String(x), verifier: String(openSslEngine.modPow(g, x)) }
}

/** As the server keeps it. @param {Secret} secret */
const proofOf = ({ verifier }) => ({
  salt: randomBytes(16).toString('hex'),
  verifier: Buffer.from(bigIntToHex(BigInt(verifier)).padStart(768, '0'), 'hex'),
})
