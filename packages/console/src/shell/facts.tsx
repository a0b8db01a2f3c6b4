import type { ReactNode } from 'react'
import './facts.css'

/** Facts, each with its name. What there is nothing to say of is left out. */
export const Facts = ({ children }: { children: ReactNode }) => <dl className="facts">{children}</dl>

type FactProps = { name: string; children: ReactNode }

export const Fact = ({ name, children }: FactProps) =>
  children === undefined || children === '' || children === null ? null : (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
