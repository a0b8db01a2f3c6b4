import { sharedPool } from '@latchkey/testing'
import { expect, test } from 'vitest'

/** Two who count by reading a number and writing the next one. */
async function counters() {
  const pool = await sharedPool()
  const alice = await pool.user('alice')
  const { world } = pool.server
  type Groups = typeof world.stores.groups
  const groupOf = (time: number) => ({ poolId: pool.poolId, groupName: `count-${time}` })
  return {
    world,
    alice: { poolId: pool.poolId, userId: alice.userId },
    /** The counts at which two ended, who counted in some way. */
    async ends(
      count: (groups: { groups: Groups }, next: (groups: Groups) => Promise<void>) => Promise<void>,
    ) {
      const ends: (number | undefined)[] = []
      const nextOf = (key: ReturnType<typeof groupOf>) => async (groups: Groups) => {
        const group = await groups.find(key)
        const settings = { description: undefined, roleArn: undefined }
        await groups.change(key, { ...settings, precedence: (group?.precedence ?? 0) + 1 }, world.clock.now())
      }
      const times = await pool.meet({
        async given(time) {
          await world.stores.groups.remove(groupOf(0))
          const settings = { description: undefined, roleArn: undefined, precedence: 0 }
          await world.stores.groups.insert(groupOf(time), settings, world.clock.now())
          return groupOf(time)
        },
        calls: [(key) => count(world.stores, nextOf(key)), (key) => count(world.stores, nextOf(key))],
        async holds(_, key) {
          ends.push((await world.stores.groups.find(key))?.precedence)
        },
      })
      expect(ends).toHaveLength(times)
      return ends
    },
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  }
}

test('calls meet where one undoes what the other does: of two that count at once, one count is lost', async () => {
  await using stage = await counters()
  const ends = await stage.ends(({ groups }, next) => next(groups))
  // Before either of them, or after: nothing is lost. Between the reading and the writing of one of them: one is.
  expect(ends.slice(0, 4)).toEqual([2, 1, 2, 1])
})

test('whoever holds the user loses nothing', async () => {
  await using stage = await counters()
  const { world, alice } = stage
  const ends = await stage.ends((_, next) => world.transactionOf(alice, ({ groups }) => next(groups)))
  expect(new Set(ends)).toEqual(new Set([2]))
})

test('what the model does not allow is no outcome, but the failure of the test', async () => {
  const pool = await sharedPool({ faults: 'expected' })
  const broken = pool.meet({
    given: async () => undefined,
    calls: [async () => undefined, () => Promise.reject(new TypeError('nobody expects this'))],
    holds: () => {},
  })
  await expect(broken).rejects.toThrow('nobody expects this')
  await pool[Symbol.asyncDispose]()
})

test('a failure says how the calls met', async () => {
  await using pool = await sharedPool()
  const met = pool.meet({
    given: async () => undefined,
    calls: [() => pool.call('ListUserPools', { MaxResults: 1 }), async () => undefined],
    holds: () => expect(1).toBe(2),
  })
  await expect(met).rejects.toThrow(/^call 0 stopped at 0, before a connection: /)
})
