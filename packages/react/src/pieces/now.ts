import { useSyncExternalStore } from 'react'

/** One clock for all times on a page: a list of thousands has one timer. */

const PERIOD = 30_000

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let now = 0

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(tick, PERIOD)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
    now = 0
  }
}

function tick() {
  now = Date.now()
  for (const listener of listeners) listener()
}

const snapshot = () => {
  now ||= Date.now()
  return now
}

/** The time now, half a minute old at most. */
export const useNow = (): Date => new Date(useSyncExternalStore(subscribe, snapshot, Date.now))
