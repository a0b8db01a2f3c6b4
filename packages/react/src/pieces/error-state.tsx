import { useLabels } from '../labels.js'
import type { Labels } from '../words.js'
import { Button } from './button.js'

/** What to tell people of an error. Sentences of the server's are for them; those of a browser's network are not. */
export function sentenceOf(error: unknown, labels: Pick<Labels, 'unreachable' | 'couldNotLoad'>): string {
  if (!(error instanceof Error)) return labels.couldNotLoad
  if (/^(?:NetworkError|TimeoutError|Unreachable)$/.test(error.name)) return labels.unreachable
  return error.message || labels.couldNotLoad
}

type Props = { error: unknown; title?: string; onRetry?: (() => void) | undefined }

/** In the place of what could not be loaded. */
export function ErrorState({ error, title, onRetry }: Props) {
  const labels = useLabels()
  return (
    <div className="lk-state lk-state-error" role="alert">
      <svg className="lk-state-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <circle cx="12" cy="12" r="9" />
        <path d="M12 7.5v5.5M12 16.3v.200" />
      </svg>
      <p className="lk-state-title">{title ?? labels.couldNotLoad}</p>
      <p className="lk-state-text">{sentenceOf(error, labels)}</p>
      {onRetry && <Button onPress={onRetry}>{labels.tryAgain}</Button>}
    </div>
  )
}
