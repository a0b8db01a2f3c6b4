import { useSyncExternalStore } from 'react'

/**
 * Says the name of a page that came in the place of another one: a browser does so where it loads one, and whoever chose a
 * link keeps the focus on it. Source: WCAG 2.2, 4.1.3, "Status Messages".
 */
export const PageName = () => (
  <p className="lk-hidden" role="status">
    {useSyncExternalStore(whenNamed, () => document.title)}
  </p>
)

function whenNamed(tell: () => void) {
  const observer = new MutationObserver(tell)
  observer.observe(document.head, { childList: true, subtree: true, characterData: true })
  return () => observer.disconnect()
}
