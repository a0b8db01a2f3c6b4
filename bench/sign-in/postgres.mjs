// @ts-check
import { randomBytes } from 'node:crypto'
import { asSuperuser, createDatabase, startPostgres } from '@latchkey/testing'

/** @typedef {{ url: string, postmaster: number, createDatabase(): Promise<string>, stop(): Promise<void> }} Cluster */

/**
 * The server that `LATCHKEY_TEST_POSTGRES_URL` names, or one of its own, which has everything on disk before it answers.
 * @returns {Promise<Cluster>}
 */
export async function cluster() {
  const url = process.env.LATCHKEY_TEST_POSTGRES_URL
  if (!url) {
    const postgres = await startPostgres({ durable: true })
    return {
      url: postgres.url,
      postmaster: postgres.pid,
      createDatabase: () => postgres.createDatabase(),
      stop: () => postgres[Symbol.asyncDispose](),
    }
  }
  /** @type {string[]} */
  const made = []
  return {
    url,
    // Its processes may be on another machine.
    postmaster: 0,
    async createDatabase() {
      const name = `latchkey_bench_${randomBytes(6).toString('hex')}`
      made.push(name)
      return createDatabase(url, name)
    },
    async stop() {
      for (const name of made)
        await asSuperuser(url, (client) => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}
