import { type ReactNode, useEffect } from 'react'
import { Banner } from './banner.js'
import { Mark } from './mark.js'

/** A page of its own, without the sidebar: signing in. */
export function Card({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} – Latchkey`
  }, [title])
  return (
    <div className="alone">
      <Banner />
      <main className="card">
        <Mark />
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  )
}
