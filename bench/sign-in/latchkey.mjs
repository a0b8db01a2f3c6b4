// @ts-check
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {import('../shared/child.mjs').Child} Child */
/** @typedef {import('../shared/child.mjs').ChildOptions} ChildOptions */
/** @typedef {(file: URL, settings: object, options?: ChildOptions) => Child} Start */

/**
 * A server on a database that is filled before it starts.
 *
 * @param {Start} start
 * @param {{ folder: string, size: number, signers: number, devices?: boolean, profile?: string | undefined,
 *   cores?: string | undefined }} how
 */
export async function startLatchkey(start, { folder, size, signers, devices = true, profile, cores }) {
  mkdirSync(folder, { recursive: true })
  const masterKey = randomBytes(32).toString('base64')
  const log = join(folder, 'log')
  const seeding = start(new URL('./seed-process.mjs', import.meta.url), { folder, masterKey, devices })
  /** @type {import('./seed.mjs').Signer[]} */
  const able = await seeding.ask('seed', { size, signers })
  await seeding.stop()
  const env = { LATCHKEY_MASTER_KEY: masterKey, LATCHKEY_PUBLIC_URL: 'https://id.example.com' }
  const child = start(
    new URL('./server-process.mjs', import.meta.url),
    { folder },
    { log, env, profile, cores },
  )
  return { child, signers: able, url: String(await child.ask('url')), folder, env }
}
