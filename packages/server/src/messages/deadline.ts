import { setMaxListeners } from 'node:events'

/**
 * Does work under a signal that fires when another one does, or after a while.
 *
 * Not AbortSignal.any over AbortSignal.timeout: a garbage collection takes the timeout away, and what hangs is never
 * given up. Source: nodejs/node#57736; still so in Node 20.20.
 */
export async function withDeadline<Result>(
  signal: AbortSignal,
  milliseconds: number,
  work: (either: AbortSignal) => Promise<Result>,
): Promise<Result> {
  // As many listen as there are messages on their way, each for as long as it takes: that is no leak to warn of.
  setMaxListeners(0, signal)
  const either = new AbortController()
  const end = () => either.abort(signal.reason)
  const timer = setTimeout(() => either.abort(new DOMException('Too late', 'TimeoutError')), milliseconds)
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  try {
    return await work(either.signal)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
  }
}
