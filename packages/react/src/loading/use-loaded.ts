import { useCallback, useEffect, useRef, useState } from 'react'

export type Loaded<Value> = {
  /** What was loaded last, also while it is loaded again, and when that failed. */
  value: Value | undefined
  error: unknown
  isLoading: boolean
  /** Loads it again. It never rejects: what went wrong is in `error`. */
  reload: () => Promise<void>
}

const FIRST_PAUSE = 2000
const LONGEST_PAUSE = 30_000

/** A list that is looked at is not older than this. */
const STALE = 30_000

/**
 * Loads something, and again when `load` is another function, when the page is looked at after a while, and after the
 * server could not be reached: at first soon, then every half a minute, and at once when the browser is back online.
 *
 * @param options.isLasting it stays what it is: once loaded, it is not asked for again
 */
export function useLoaded<Value>(
  load: (signal: AbortSignal) => Promise<Value>,
  { isLasting = false }: { isLasting?: boolean } = {},
): Loaded<Value> {
  const [state, setState] = useState<{ value?: Value; error?: unknown; isLoading: boolean }>({
    isLoading: true,
  })
  const running = useRef<AbortController>(undefined)
  const failures = useRef(0)

  const reload = useCallback(async () => {
    running.current?.abort()
    const own = new AbortController()
    running.current = own
    setState((before) => ({ ...before, isLoading: true }))
    try {
      const value = await load(own.signal)
      if (own.signal.aborted) return
      failures.current = 0
      setState({ value, isLoading: false })
    } catch (error) {
      if (own.signal.aborted) return
      failures.current += 1
      setState((before) => ({ ...before, error, isLoading: false }))
    }
  }, [load])

  useEffect(() => {
    failures.current = 0
    setState({ isLoading: true })
    void reload()
    return () => running.current?.abort()
  }, [reload])

  const { error, isLoading } = state
  useEffect(() => {
    if (isLoading || (isLasting && !isUnreachable(error))) return
    const pause = isUnreachable(error) ? FIRST_PAUSE * 2 ** (failures.current - 1) : STALE
    const again = () => document.visibilityState === 'visible' && void reload()
    const timer = setInterval(again, Math.min(pause, LONGEST_PAUSE))
    window.addEventListener('online', again)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', again)
    }
  }, [error, isLoading, isLasting, reload])

  return { value: state.value, error, isLoading, reload }
}

/** No answer at all, and not a refusal. */
export const isUnreachable = (error: unknown): boolean =>
  error instanceof Error && /^(?:NetworkError|TimeoutError|Unreachable)$/.test(error.name)
