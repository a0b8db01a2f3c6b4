import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '../database/schema.js'
import type { Keyring } from './keyring.js'

/** Reads a master key as people write it: 32 bytes, base64 or base64url. */
export const parseMasterKey = (text: string): Buffer => parseKey('LATCHKEY_MASTER_KEY', text)

/** Reads a key of 32 bytes out of an environment variable. */
export function parseKey(variable: string, text: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length === 32) return key
  throw new Error(
    `${variable} must be 32 bytes in base64: make one with  openssl rand -base64 32  and keep it safe.`,
  )
}

/**
 * The master key of development: made once, kept beside the data (mode 0600). Whoever has the folder has both,
 * so this is for laptops and CI only.
 */
export function developmentMasterKey(folder: string): { key: Buffer; file: string } {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = developmentFile(folder)
  if (!existsSync(file) && existsSync(join(folder, 'latchkey.db'))) {
    throw new Error(
      `The data in ${folder} was sealed with another master key: set LATCHKEY_MASTER_KEY to it.`,
    )
  }
  createOnce(file, `${randomBytes(32).toString('base64')}\n`)
  return { key: parseMasterKey(readFileSync(file, 'utf8')), file }
}

const developmentFile = (folder: string) => join(folder, 'master.key')

/** The master key of development, if there is one. Writes nothing. */
export function readDevelopmentMasterKey(folder: string): Buffer | undefined {
  const file = developmentFile(folder)
  return existsSync(file) ? parseMasterKey(readFileSync(file, 'utf8')) : undefined
}

/** Two processes at once must end with one key: the file appears whole, or not at all. */
function createOnce(file: string, content: string): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, content, { mode: 0o600 })
  chmodSync(draft, 0o600)
  try {
    linkSync(draft, file)
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    if (!isThere) throw error
  } finally {
    rmSync(draft)
  }
}

const CHECK = 'master key check'

/** Refuses a master key that is not the one under which this database was sealed. */
export async function checkMasterKey(db: Database, keyring: Keyring): Promise<void> {
  await db
    .insertInto('settings')
    .values({ name: CHECK, value: keyring.seal(CHECK, 'latchkey') })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  const { value } = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', CHECK)
    .executeTakeFirstOrThrow()
  if (keyring.open(CHECK, value)?.toString() === 'latchkey') return
  throw new Error('The master key is not the one that sealed this data. Start with the key it was made with.')
}
