import { type ReactNode, useEffect } from 'react'
import { Banner } from './banner.js'
import { Mark } from './mark.js'

type CardProps = {
  title: string
  /** Whether what is in it has the heading. */
  headsItself?: boolean
  children: ReactNode
}

/** A page of its own, without the sidebar: signing in. */
export function Card({ title, headsItself = false, children }: CardProps) {
  useEffect(() => {
    document.title = `${title} – Latchkey`
  }, [title])
  return (
    <div className="alone">
      <Banner />
      <main className="card">
        <div className="card-head">
          <Mark />
          <span className="card-of">Latchkey console</span>
        </div>
        {!headsItself && <h1>{title}</h1>}
        {children}
      </main>
    </div>
  )
}
