import { useEffect } from 'react'

type Listener = () => unknown

const listeners = new WeakMap<object, Set<Listener>>()

/** Tells all components that show the same devices, but for the one that did it, that they are no longer as they were. */
export function changed(source: object, by?: Listener): void {
  for (const listener of listeners.get(source) ?? []) if (listener !== by) listener()
}

/** Hears of what other components did. */
export function useChanges(source: object, listener: Listener): void {
  useEffect(() => {
    const all = listeners.get(source) ?? new Set()
    listeners.set(source, all.add(listener))
    return () => void all.delete(listener)
  }, [source, listener])
}
