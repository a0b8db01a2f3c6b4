import { forwardRef, type ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps } from 'react-aria-components'

type Props = Omit<ButtonProps, 'className' | 'style' | 'children'> & {
  /** Default: `secondary`. */
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger'
  /** Default: `medium`. */
  size?: 'small' | 'medium'
  /** A square one, with an icon in it: then it takes an `aria-label`. */
  isIcon?: boolean
  children: ReactNode
}

/**
 * While `isPending`, it keeps its size and its focus, and does nothing. React Aria's own way announces the button by its
 * id, which outlives the button, and leaves an image without a text in the page (axe: role-img-alt).
 */
export const Button = forwardRef<HTMLButtonElement, Props>(function Button(
  { variant = 'secondary', size = 'medium', isIcon = false, isPending = false, children, ...props },
  ref,
) {
  const names = [
    'lk-button',
    `lk-button-${variant}`,
    `lk-button-${size}`,
    isIcon && 'lk-button-icon',
    isPending && 'lk-button-pending',
  ]
  return (
    <AriaButton
      {...props}
      {...(isPending && { type: 'button', onPress: nothing, 'aria-disabled': true })}
      ref={ref}
      className={names.filter(Boolean).join(' ')}
    >
      <span className="lk-button-label">{children}</span>
      {isPending && <span className="lk-spinner" aria-hidden="true" />}
    </AriaButton>
  )
})

const nothing = () => {}
