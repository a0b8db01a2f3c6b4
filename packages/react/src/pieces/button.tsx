import type { ReactNode, Ref } from 'react'
import { Button as AriaButton, type ButtonProps } from 'react-aria-components'

type Props = Omit<ButtonProps, 'className' | 'style' | 'children'> & {
  /** Default: `secondary`. */
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger'
  /** Default: `medium`. */
  size?: 'small' | 'medium'
  /** A square one, with an icon in it: then it takes an `aria-label`. */
  isIcon?: boolean
  children: ReactNode
  ref?: Ref<HTMLButtonElement>
}

/** While `isPending`, it keeps its size and its focus, and does nothing. */
export function Button({
  variant = 'secondary',
  size = 'medium',
  isIcon = false,
  children,
  ...props
}: Props) {
  const names = ['lk-button', `lk-button-${variant}`, `lk-button-${size}`, isIcon && 'lk-button-icon']
  return (
    <AriaButton {...props} className={names.filter(Boolean).join(' ')}>
      <span className="lk-button-label">{children}</span>
      {props.isPending && <span className="lk-spinner" aria-hidden="true" />}
    </AriaButton>
  )
}
