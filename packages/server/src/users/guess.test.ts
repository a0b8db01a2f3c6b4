import { storeGround } from '@latchkey/testing'
import { expect, test } from 'vitest'
import { makeTurns } from '../turns.js'
import { guess } from './guess.js'

/** Several nodes look at guesses at one account. Each has turns of its own; what they share is the database. */
async function nodes(count: number) {
  const ground = await storeGround()
  const { world, stores, alice, at } = ground
  const clock = { now: () => at() }
  return {
    stores,
    alice,
    at,
    nodes: Array.from({ length: count }, () => ({ ...world, clock, inTurn: makeTurns() })),
    [Symbol.asyncDispose]: () => ground[Symbol.asyncDispose](),
  }
}

/** A guess that is looked at until `end` is called. */
function slowly(right: boolean) {
  let end = () => {}
  const looked = new Promise<boolean>((resolve) => {
    end = () => resolve(right)
  })
  let begun = () => {}
  const isBeingLookedAt = new Promise<void>((resolve) => {
    begun = resolve
  })
  return {
    end: () => end(),
    isBeingLookedAt,
    isRight: () => {
      begun()
      return looked
    },
  }
}

const wrong = async () => false
const what = { kind: 'wrong_password' } as const
const exceeded = { code: 'NotAuthorizedException', message: 'Password attempts exceeded' }

test('of many wrong guesses at once at eight nodes, five are told as wrong', async () => {
  await using ground = await nodes(8)
  const outcomes = await Promise.allSettled(
    ground.nodes.flatMap((node) => Array.from({ length: 5 }, () => guess(node, ground.alice, wrong, what))),
  )
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
  expect(await ground.stores.attempts.find(ground.alice)).toMatchObject({ failures: 5 })
})

test('a right guess beside wrong ones does not pass once another node has locked the account', async () => {
  await using ground = await nodes(2)
  const [one, other] = ground.nodes as [(typeof ground.nodes)[0], (typeof ground.nodes)[0]]
  await guess(other, ground.alice, wrong, what)
  const slow = slowly(true)
  const outcome = guess(one, ground.alice, slow.isRight, what)
  await slow.isBeingLookedAt
  for (let times = 0; times < 4; times += 1) await guess(other, ground.alice, wrong, what)
  slow.end()
  await expect(outcome).rejects.toMatchObject(exceeded)
})

test('while the account is locked, no guess is looked at', async () => {
  await using ground = await nodes(1)
  const [node] = ground.nodes as [(typeof ground.nodes)[0]]
  for (let times = 0; times < 5; times += 1) await guess(node, ground.alice, wrong, what)
  let looks = 0
  const isRight = async () => {
    looks += 1
    return true
  }
  const looking = guess(node, ground.alice, isRight, what)
  await expect(looking).rejects.toMatchObject(exceeded)
  expect(looks).toBe(0)
})

test('a right guess says whether wrong ones were counted before it, and writes nothing', async () => {
  await using ground = await nodes(1)
  const [node] = ground.nodes as [(typeof ground.nodes)[0]]
  const right = async () => true
  expect(await guess(node, ground.alice, right, what)).toEqual({ right: true, guessedWrong: false })
  expect(await ground.stores.attempts.find(ground.alice)).toBeUndefined()
  await guess(node, ground.alice, wrong, what)
  expect(await guess(node, ground.alice, right, what)).toEqual({ right: true, guessedWrong: true })
  expect(await ground.stores.attempts.find(ground.alice)).toMatchObject({ failures: 1 })
})
