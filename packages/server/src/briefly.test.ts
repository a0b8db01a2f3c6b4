import { expect, test } from 'vitest'
import { makeBriefly } from './briefly.js'

function ground() {
  let now = 0
  let asked = 0
  const briefly = makeBriefly(() => now)
  const ask = (what = 'sum', takes = 50) =>
    briefly(what, async () => {
      asked += 1
      const mine = asked
      now += takes
      return mine
    })
  return {
    briefly,
    ask,
    wait(milliseconds: number) {
      now += milliseconds
    },
  }
}

test('what took a twentieth of a second is answered again for a second', async () => {
  const { ask, wait } = ground()
  expect(await ask()).toBe(1)
  wait(999)
  expect(await ask()).toBe(1)
  wait(1)
  expect(await ask()).toBe(2)
})

test('what took little time is found out each time, and one thing is not another', async () => {
  const { ask } = ground()
  expect([await ask('sum', 24), await ask('sum', 24), await ask('other')]).toEqual([1, 2, 3])
})

test('who asks meanwhile gets the same answer, and a failure is not remembered', async () => {
  const { ask, briefly } = ground()
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1])
  const failing = () => briefly('failing', () => Promise.reject(new Error('away')))
  expect((await Promise.allSettled([failing(), failing()])).map(({ status }) => status)).toEqual([
    'rejected',
    'rejected',
  ])
  expect(await briefly('failing', async () => 'here')).toBe('here')
})
