import { useCallback, useState } from 'react'

/** What was done, for those who do not see it: `said` belongs into an `<Announcer>`, which is always on the page. */
export function useAnnouncer(): readonly [said: string, say: (text: string) => void] {
  const [said, setSaid] = useState('')
  // The same sentence twice is a change, too.
  const say = useCallback(
    (text: string) => setSaid((before) => (before === text ? `${text}\u00a0` : text)),
    [],
  )
  return [said, say]
}

export const Announcer = ({ said }: { said: string }) => (
  <p className="lk-hidden" role="status" aria-live="polite">
    {said}
  </p>
)
