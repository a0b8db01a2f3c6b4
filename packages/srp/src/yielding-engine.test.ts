import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { bigIntEngine } from './big-int-engine.js'
import { clientEphemeral } from './client.js'
import { fixedBaseComb } from './comb.js'
import { g, N } from './group.js'
import { modPow, slidingWindow } from './mod-pow.js'
import { allAtOnce, type Steps } from './steps.js'
import { slicer, yieldingEngine } from './yielding-engine.js'

const EXPONENT = N >> 2817n

/** A slicer by a clock on which every look takes 5 ms, and how often it was looked at. */
function slowly() {
  const clock = { looks: 0 }
  const inSlices = slicer(() => {
    clock.looks += 1
    return 5 * clock.looks
  })
  return { clock, inSlices }
}

/** How often somebody else has a turn while the work is done. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0
  let going = true
  const count = () => {
    turns += 1
    if (going) setImmediate(count)
  }
  setImmediate(count)
  await work
  going = false
  return turns
}

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the yielding engine', () => {
  test('computes what bigIntEngine computes', async () => {
    const bases = fc.oneof(fc.constant(g), fc.bigInt({ min: -N, max: 2n * N }))
    const exponents = fc.bigInt({ min: 0n, max: 1n << 512n })
    await fc.assert(
      fc.asyncProperty(bases, exponents, async (base, exponent) => {
        expect(await yieldingEngine.modPow(base, exponent)).toBe(bigIntEngine.modPow(base, exponent))
      }),
      { numRuns: 60 },
    )
  })

  test('rejects a negative exponent, and never throws', async () => {
    await expect(yieldingEngine.modPow(g, -1n)).rejects.toThrow(RangeError)
  })

  test('draws its exponents and hashes as bigIntEngine does', async () => {
    const { a, A } = await clientEphemeral(yieldingEngine)
    expect(A).toBe(bigIntEngine.modPow(g, a))
    expect(yieldingEngine.sha256).toBe(bigIntEngine.sha256)
  })
})

describe('work in slices', () => {
  test('lets others have a turn after every slice', async () => {
    const { clock, inSlices } = slowly()
    const turns = await turnsDuring(inSlices(slidingWindow(3n, EXPONENT)))
    // A slice of 8 ms ends at the second look, and the third begins the next one.
    expect(clock.looks).toBeGreaterThan(3 * 130)
    expect(turns).toBeGreaterThan(clock.looks / 4)
  })

  test('lets others have a turn while the table is built', async () => {
    const { inSlices } = slowly()
    const first = await turnsDuring(inSlices(fixedBaseComb(g)(EXPONENT)))
    expect(first).toBeGreaterThan(130)
  })

  test('makes no more pauses than that', async () => {
    let now = 0
    const turns = vi.fn(async () => {})
    const inSlices = slicer(() => {
      now += 0.01
      return now
    }, turns)
    await inSlices(slidingWindow(3n, EXPONENT))
    expect(turns).toHaveBeenCalledOnce()
  })

  test('shares a slice among powers that follow each other', async () => {
    let now = 0
    const turns = vi.fn(async () => {})
    const inSlices = slicer(() => {
      now += 0.01
      return now
    }, turns)
    for (let i = 0; i < 9; i += 1) await inSlices(slidingWindow(3n, EXPONENT))
    // Some 270 looks each: nine take 25 ms, and none of them takes 8.
    expect(turns).toHaveBeenCalledTimes(4)
  })

  test('alternates between two powers, also when both want the table first', async () => {
    const { inSlices } = slowly()
    const power = fixedBaseComb(g)
    const order: string[] = []
    const traced = function* (name: string, steps: Steps<bigint>): Steps<bigint> {
      for (;;) {
        const step = steps.next()
        if (step.done) return step.value
        order.push(name)
        yield
      }
    }
    const [one, two] = await Promise.all([
      inSlices(traced('one', power(EXPONENT))),
      inSlices(traced('two', power(EXPONENT >> 1n))),
    ])
    expect(one).toBe(allAtOnce(modPow(g, EXPONENT)))
    expect(two).toBe(allAtOnce(modPow(g, EXPONENT >> 1n)))
    const changes = order.filter((name, i) => name !== order[i - 1]).length
    expect(changes).toBeGreaterThan(order.length / 4)
  })

  test('fails with what the computation throws', async () => {
    const { inSlices } = slowly()
    const failing = function* (): Steps<bigint> {
      yield
      throw new Error('out of memory')
    }
    await expect(inSlices(failing())).rejects.toThrow('out of memory')
  })
})

describe('a turn', () => {
  const power = () => slowly().inSlices(slidingWindow(3n, 1n << 20n))

  test('comes from a message, after others, and leaves no port open', async () => {
    const ports = () => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length
    const before = ports()
    const timers = vi.fn()
    vi.stubGlobal('scheduler', { yield: async () => {} })
    vi.stubGlobal('setTimeout', timers)
    await power()
    await new Promise((resolve) => setImmediate(resolve))
    expect(timers).not.toHaveBeenCalled()
    expect(ports()).toBe(before)
  })

  test('comes from a timer where there is nothing else', async () => {
    vi.stubGlobal('MessageChannel', undefined)
    expect(await turnsDuring(power())).toBeGreaterThan(10)
  })
})
