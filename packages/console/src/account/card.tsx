import type { ReactNode } from 'react'
import { Mark } from '../shell/mark.js'

/** A page of its own: nobody is signed in yet. */
export const Card = ({ title, of, children }: { title?: string; of?: string; children: ReactNode }) => (
  <div className="alone">
    <main className="card account-card">
      <div className="card-head">
        <Mark />
        {of !== undefined && <bdi className="card-of">{of}</bdi>}
      </div>
      {title !== undefined && <h1>{title}</h1>}
      {children}
    </main>
  </div>
)
