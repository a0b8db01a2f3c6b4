import type { ReactNode } from 'react'

type Props = { to: readonly string[]; className: string; children: ReactNode }

/**
 * A way out of a row. The grid follows it without loading the page again; another tab can open it, too. Not the router's
 * own link, which looks at the address each time that it changes: there are three in each of many rows.
 */
export const RowLink = ({ to, className, children }: Props) => (
  <a href={`/console/${to.map(encodeURIComponent).join('/')}`} className={className} tabIndex={-1}>
    {children}
  </a>
)
