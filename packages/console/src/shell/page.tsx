import { Skeleton } from '@latchkey/react'
import { type ReactNode, useEffect } from 'react'

type PageProps = {
  title: string
  /** In the place of the title on the page itself: with an icon, or cut where a name is long. */
  heading?: ReactNode
  /** The way up, above the title. */
  above?: ReactNode
  /** One sentence below the title. */
  about?: ReactNode
  /** Buttons beside the title. */
  actions?: ReactNode
  children: ReactNode
}

/** Letters of a tab's title: a user's name may have a thousand. */
const LONGEST = 60

/** A page with its heading, which is also the title of the tab. */
export function Page({ title, heading = title, above, about, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title.slice(0, LONGEST)} – Latchkey`
  }, [title])
  return (
    <div className="page">
      <header className="page-head">
        <div className="page-title">
          {above}
          <h1 tabIndex={-1}>{heading}</h1>
          {about !== undefined && <p>{about}</p>}
        </div>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** In the place of a page that is on its way. */
export const skeletonPage = () => (
  <div className="page" aria-busy="true">
    <header className="page-head">
      <div className="page-title">
        <Skeleton height={32} width={220} />
      </div>
    </header>
    <Skeleton height={320} />
  </div>
)
