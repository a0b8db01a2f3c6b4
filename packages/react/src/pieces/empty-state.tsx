import type { ReactNode } from 'react'

type Props = {
  title: string
  /** What would have to happen for something to be here. */
  children?: ReactNode
  icon?: ReactNode
  action?: ReactNode
}

export const EmptyState = ({ title, children, icon, action }: Props) => (
  <div className="lk-state">
    {icon}
    <p className="lk-state-title">{title}</p>
    {children && <div className="lk-state-text">{children}</div>}
    {action}
  </div>
)
