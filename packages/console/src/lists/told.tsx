import { type ReactNode, useCallback, useEffect, useState } from 'react'
import './told.css'

export type Told = { tone: 'ok' | 'danger'; text: string }

/** Long enough to be read twice. */
const STAYS = 10_000

/** What came of something, at the edge of the page: nothing moves for it, and readers hear it. */
export function useTold(): [tell: (told: Told) => void, place: ReactNode] {
  const [told, setTold] = useState<Told>()
  const tell = useCallback((told: Told) => setTold(told), [])
  useEffect(() => {
    if (!told || told.tone === 'danger') return
    const timer = setTimeout(() => setTold(undefined), STAYS)
    return () => clearTimeout(timer)
  }, [told])
  const place = (
    <div className="told-place" role="status">
      {told && (
        <div className={`told told-${told.tone}`}>
          <span>{told.text}</span>
          <button type="button" className="told-close" aria-label="Close" onClick={() => setTold(undefined)}>
            <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
              <path d="m4 4 8 8M12 4l-8 8" />
            </svg>
          </button>
        </div>
      )}
    </div>
  )
  return [tell, place]
}
