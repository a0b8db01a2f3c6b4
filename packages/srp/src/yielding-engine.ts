import { bigIntEngine } from './big-int-engine.js'
import type { Engine } from './engine.js'
import { modPow } from './mod-pow.js'
import type { Steps } from './steps.js'

/**
 * `bigIntEngine` for a page: the same arithmetic in slices of 8 ms, between which clicks, frames and timers
 * have their turn. That is half a frame at 60 Hz, and leaves the other half to the page.
 *
 * @example
 * await yieldingEngine.modPow(2n, 10n) // 1024n
 * const { a, A } = await clientEphemeral(yieldingEngine)
 */
export const yieldingEngine: Engine = {
  ...bigIntEngine,
  name: 'BigInt in slices, and WebCrypto',
  modPow: async (base, exponent) => inSlices(modPow(base, exponent)),
}

const SLICE_MS = 8

const inSlices = slicer(() => performance.now())

/**
 * What takes all steps of a computation, with a pause wherever a slice is over by this clock. A look at the
 * clock costs less than a hundredth of a step.
 *
 * All its computations share one slice. The powers of a proof may follow each other without a turn for anybody
 * else, and slices of their own would add up. So the first step waits for a turn as well: how long the caller
 * has worked already, nobody knows.
 */
export function slicer(
  now: () => number,
  turn: () => Promise<void> = eventLoop,
): <Result>(steps: Steps<Result>) => Promise<Result> {
  let sliceEnd = Number.NEGATIVE_INFINITY
  return async (steps) => {
    for (;;) {
      if (now() >= sliceEnd) {
        await turn()
        sliceEnd = now() + SLICE_MS
      }
      const step = steps.next()
      if (step.done) return step.value
    }
  }
}

/**
 * Lets the event loop have a turn. By a message, since timers wait 4 ms once they are nested (HTML, timer
 * initialisation steps); React Native has nothing but timers. `scheduler.yield` would come back before frames, timers
 * and messages of the page have had their turn: on a slow device the longest wait was three times as long with it.
 */
function eventLoop(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof MessageChannel === 'undefined') setTimeout(resolve)
    else messageToSelf(resolve)
  })
}

/** An open port would keep a Node process alive, so each turn has a channel of its own, and closes it. */
function messageToSelf(arrived: () => void): void {
  const { port1, port2 } = new MessageChannel()
  port1.addEventListener('message', () => {
    port1.close()
    arrived()
  })
  port1.start()
  port2.postMessage(undefined)
}
