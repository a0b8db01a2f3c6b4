import type { ReactNode } from 'react'

type Props = {
  tone: 'info' | 'ok' | 'warn' | 'danger'
  children: ReactNode
  /** A button that does something about it. */
  action?: ReactNode
}

/** A sentence that must be read. What went wrong is read out at once; the rest when there is a pause. */
export const Notice = ({ tone, children, action }: Props) => (
  <div className={`lk-notice lk-notice-${tone}`} role={tone === 'danger' ? 'alert' : 'status'}>
    <svg className="lk-notice-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {tone === 'ok' ? <path d="m5 12.5 4.5 4.5L19 7.5" /> : <path d="M12 7.5v5.5M12 16.3v.200" />}
      {tone !== 'ok' && <circle cx="12" cy="12" r="9" />}
    </svg>
    <div className="lk-notice-text">{children}</div>
    {action}
  </div>
)

/** That what is shown may be old. It lies at the end of it, in sight: nothing moves when it comes and goes. */
export const StaleNotice = ({ children }: { children: ReactNode }) => (
  <div className="lk-stale">
    <Notice tone="warn">{children}</Notice>
  </div>
)
