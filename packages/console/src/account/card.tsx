import type { ReactNode } from 'react'
import { Mark } from '../shell/mark.js'

type Props = {
  title?: string
  /** The pool's name. */
  of?: string
  /** One step of several: it keeps its size from one to the next. */
  isForm?: boolean
  children: ReactNode
}

/** A page of its own: nobody is signed in yet. */
export const Card = ({ title, of, isForm = false, children }: Props) => (
  <div className="alone">
    <main className={isForm ? 'card account-card account-card-form' : 'card account-card'}>
      <div className="card-head">
        <Mark />
        {of !== undefined && <bdi className="card-of">{of}</bdi>}
      </div>
      {title !== undefined && <h1>{title}</h1>}
      {children}
    </main>
  </div>
)
