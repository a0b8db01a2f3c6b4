import { freshDatabase, storeGround, testDatabase } from '@latchkey/testing'
import { expect, test } from 'vitest'
import { transact } from './transaction.js'

const failure = (code: string) => Object.assign(new Error(code), { code })

/** Runs a transaction that fails with these codes, one after the other, before it does not. */
async function runs(codes: string[]): Promise<{ times: number; end: unknown }> {
  const database = await freshDatabase()
  let times = 0
  const end = await transact(database, async () => {
    const code = codes[times++]
    if (code) throw failure(code)
    return 'done'
  }).catch((error: Error) => error.message)
  await database.destroy()
  return { times, end }
}

test.each(['40P01', '40001'])('what PostgreSQL took back with %s is run again', async (code) => {
  expect(await runs([code, code])).toEqual({ times: 3, end: 'done' })
})

test('after five times it is given up', async () => {
  expect(await runs(Array(9).fill('40P01'))).toEqual({ times: 5, end: '40P01' })
})

test.each(['23505', '23503', '25006', 'SQLITE_BUSY'])(
  '%s is nothing that repeating would mend',
  async (code) => {
    expect(await runs([code])).toEqual({ times: 1, end: code })
  },
)

test('nothing stays of what was run in vain', async () => {
  await using ground = await storeGround()
  const { world, alice, at } = ground
  let times = 0
  await world.transaction(async ({ attempts, waitingAddresses }) => {
    times += 1
    if (times === 1) await attempts.failed(alice, at())
    else await waitingAddresses.put(alice, 'email', 'alice@example.com')
    if (times === 1) throw failure('40001')
  })
  expect(await world.stores.attempts.find(alice)).toBeUndefined()
  expect(await world.stores.waitingAddresses.find(alice, 'email')).toBe('alice@example.com')
})

// SQLite has one writer at a time: two cannot wait for each other.
test.runIf(testDatabase() === 'postgres')('two that wait for each other both end well', async () => {
  await using ground = await storeGround()
  const { world, alice, bob, at } = ground
  let holding = 0
  let times = 0
  const both = [
    [alice, bob],
    [bob, alice],
  ] as const
  await Promise.all(
    both.map(([first, second]) =>
      world.transactionOf(first, async ({ users }) => {
        times += 1
        holding += 1
        // Until each holds its first: the database finds out, after a second, that neither can go on.
        for (let looks = 0; holding < 2 && looks < 500; looks += 1)
          await new Promise((done) => setTimeout(done, 10))
        await users.setEnabled(second, false, at())
      }),
    ),
  )
  expect(times).toBe(3)
  for (const owner of [alice, bob]) expect((await world.stores.users.find(owner))?.enabled).toBe(false)
})
