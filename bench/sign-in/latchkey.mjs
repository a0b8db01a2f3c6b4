// @ts-check
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {import('../shared/child.mjs').Child} Child */
/** @typedef {import('../shared/child.mjs').ChildOptions} ChildOptions */
/** @typedef {(file: URL, settings: object, options?: ChildOptions) => Child} Start */
/** @typedef {import('./seed.mjs').Signer} Signer */

/** Where the data is: in a folder, or in a database of PostgreSQL; then the folder has the log alone. @typedef {{ folder: string, databaseUrl?: string | undefined }} Place */

/** @typedef {Place & { signers: Signer[], storage: import('./storage.mjs').Storage, env: Record<string, string> }} Filled */
/** @typedef {Awaited<ReturnType<typeof serveOn>>} Server */

/**
 * Makes a pool and its users.
 *
 * @param {Start} start
 * @param {Place} place
 * @param {{ size: number, signers: number, devices?: boolean }} how devices: each user has one, and a session
 * @returns {Promise<Filled>}
 */
export async function fill(start, place, { size, signers, devices = true }) {
  mkdirSync(place.folder, { recursive: true })
  const masterKey = randomBytes(32).toString('base64')
  const seeding = start(new URL('./seed-process.mjs', import.meta.url), { ...place, masterKey, devices })
  const filled = await seeding.ask('seed', { size, signers })
  await seeding.stop()
  const env = {
    LATCHKEY_MASTER_KEY: masterKey,
    LATCHKEY_PUBLIC_URL: 'https://id.example.com',
    ...(place.databaseUrl !== undefined && { LATCHKEY_DATABASE_URL: place.databaseUrl }),
  }
  return { ...place, ...filled, env }
}

/**
 * A server on it; on a database of PostgreSQL, one of several.
 *
 * @param {Start} start
 * @param {Filled} filled
 * @param {{ profile?: string | undefined, cores?: string | undefined }} [how]
 */
export async function serveOn(start, { folder, env }, { profile, cores } = {}) {
  const options = { log: join(folder, 'log'), env, profile, cores }
  const child = start(new URL('./server-process.mjs', import.meta.url), { folder }, options)
  return { child, url: String(await child.ask('url')) }
}
