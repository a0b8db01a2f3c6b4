import { useSyncExternalStore } from 'react'

/** Whether the server answers. Every request tells; where none gets through, this asks until one does. */

let reachable = true
let attempt = 0
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

/** Milliseconds between two attempts: soon at first, since most restarts are short. */
const pauses = [1000, 1000, 2000, 3000, 5000, 8000]
const LONGEST_PAUSE = 10_000

/** Not with the statuses by which proxies, and a node that is being stopped, say that there is no server now. */
export const isThere = (status: number) => ![502, 503, 504].includes(status)

export function heard(): void {
  clearTimeout(timer)
  timer = undefined
  attempt = 0
  tell(true)
}

export function unheard(): void {
  tell(false)
  if (timer !== undefined) return
  timer = setTimeout(askAgain, pauses[attempt] ?? LONGEST_PAUSE)
  attempt += 1
}

/** Any answer will do, a refusal too. */
async function askAgain(): Promise<void> {
  timer = undefined
  try {
    const { status } = await fetch('/console/session', {
      cache: 'no-store',
      signal: AbortSignal.timeout(5000),
    })
    isThere(status) ? heard() : unheard()
  } catch {
    unheard()
  }
}

function tell(now: boolean): void {
  if (now === reachable) return
  reachable = now
  for (const listener of listeners) listener()
}

export function onReachability(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const isReachable = () => reachable

export const useReachable = (): boolean => useSyncExternalStore(onReachability, isReachable)
