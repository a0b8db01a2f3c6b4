import { setTimeout as wait } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { withDeadline } from './deadline.js'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

const hang = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    if (signal.aborted) reject(signal.reason)
  })

async function collectOften(): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    await wait(10)
    collectGarbage()
  }
}

test('what hangs is given up, also when garbage is collected meanwhile', async () => {
  const never = new AbortController()
  const ends = Array.from({ length: 20 }, () =>
    withDeadline(never.signal, 200, hang).catch(({ name }) => name),
  )
  await collectOften()
  expect(await Promise.all(ends)).toEqual(Array.from({ length: 20 }, () => 'TimeoutError'))
})

test('what hangs is given up when the other signal fires, before or meanwhile', async () => {
  const stopping = new AbortController()
  const ends = withDeadline(stopping.signal, 60_000, hang)
  await collectOften()
  stopping.abort(new Error('stopped'))
  await expect(ends).rejects.toThrow('stopped')
  await expect(withDeadline(stopping.signal, 60_000, hang)).rejects.toThrow('stopped')
})

test('many that wait for one signal are nothing to warn of', async () => {
  const warnings: string[] = []
  const note = ({ name }: Error) => warnings.push(name)
  process.on('warning', note)
  const stopping = new AbortController()
  const ends = Array.from({ length: 20 }, () => withDeadline(stopping.signal, 60_000, hang).catch(() => {}))
  await wait(10)
  stopping.abort()
  await Promise.all(ends)
  process.off('warning', note)
  expect(warnings).toEqual([])
})

test('what ends in time is not disturbed', async () => {
  const never = new AbortController()
  expect(await withDeadline(never.signal, 20, async () => 'done')).toBe('done')
})
