import { useSyncExternalStore } from 'react'

/** Dark, light, or as the system has it. Kept in this browser. */

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const KEY = 'latchkey.theme'
const listeners = new Set<() => void>()
let theme = stored()

/** Browsers that keep nothing throw at the mention of a storage. */
function stored(): Theme {
  try {
    const kept = localStorage.getItem(KEY)
    return themes.find((one) => one === kept) ?? 'system'
  } catch {
    return 'system'
  }
}

export function applyTheme(): void {
  document.documentElement.dataset.theme = theme
}

export function setTheme(chosen: Theme): void {
  theme = chosen
  applyTheme()
  try {
    localStorage.setItem(KEY, chosen)
  } catch {
    // It lasts until the page is closed.
  }
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, () => theme)
