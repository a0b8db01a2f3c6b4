import { Skeleton } from '@latchkey/react'
import { type ReactNode, useEffect } from 'react'

type PageProps = {
  title: string
  /** One sentence below the title. */
  about?: ReactNode
  /** Buttons beside the title. */
  actions?: ReactNode
  children: ReactNode
}

/** A page with its heading, which is also the title of the tab. */
export function Page({ title, about, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} – Latchkey`
  }, [title])
  return (
    <div className="page">
      <header className="page-head">
        <div className="page-title">
          <h1>{title}</h1>
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
