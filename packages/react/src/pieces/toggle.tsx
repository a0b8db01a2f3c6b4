import type { ReactNode } from 'react'
import {
  Checkbox as AriaCheckbox,
  Switch as AriaSwitch,
  type CheckboxProps,
  type SwitchProps,
} from 'react-aria-components'

type SwitchOnly = Omit<SwitchProps, 'className' | 'style' | 'children'> & { children: ReactNode }

/** Takes effect at once. */
export const Switch = ({ children, ...props }: SwitchOnly) => (
  <AriaSwitch {...props} className="lk-switch">
    <span className="lk-switch-track" aria-hidden="true">
      <span className="lk-switch-thumb" />
    </span>
    <span>{children}</span>
  </AriaSwitch>
)

type CheckboxOnly = Omit<CheckboxProps, 'className' | 'style' | 'children'> & { children?: ReactNode }

/** Takes effect when the form is sent. Without text beside it, it takes an `aria-label`. */
export const Checkbox = ({ children, ...props }: CheckboxOnly) => (
  <AriaCheckbox {...props} className="lk-checkbox">
    <span className="lk-checkbox-box" aria-hidden="true">
      <svg viewBox="0 0 16 16" focusable="false" aria-hidden="true">
        <path className="lk-checkbox-check" d="m3.5 8.5 3 3 6-7" />
        <path className="lk-checkbox-some" d="M4 8h8" />
      </svg>
    </span>
    {children !== undefined && <span>{children}</span>}
  </AriaCheckbox>
)
