import type { ReactElement } from 'react'
import { Tooltip, TooltipTrigger } from 'react-aria-components'

/** A word more about a button, for pointer and keyboard. Its child is a `Button`. */
export const Tip = ({ text, children }: { text: string; children: ReactElement }) => (
  <TooltipTrigger delay={400}>
    {children}
    <Tooltip className="lk-tooltip">{text}</Tooltip>
  </TooltipTrigger>
)
