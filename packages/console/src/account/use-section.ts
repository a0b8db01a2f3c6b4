import { useSyncExternalStore } from 'react'

/** The part of the page that is shown, as the address has it: a link leads back to it. */

export const sections = ['devices', 'security', 'activity'] as const
export type Section = (typeof sections)[number]

const shown = (): Section => sections.find((section) => window.location.hash === `#${section}`) ?? 'devices'

function subscribe(listener: () => void) {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

export const useSection = (): Section => useSyncExternalStore(subscribe, shown)
