import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { Button } from './button.js'

export type Action = {
  id: string
  label: string
  /** What follows from it, in a sentence. */
  description?: string
  isDanger?: boolean
  isDisabled?: boolean
  onAction: () => void
}

type Props = {
  /** What readers hear: "Actions for Chrome on macOS". */
  label: string
  actions: readonly Action[]
  isDisabled?: boolean
}

/** Three dots, and what can be done behind them. */
export const ActionMenu = ({ label, actions, isDisabled = false }: Props) => (
  <MenuTrigger>
    <Button variant="quiet" isIcon aria-label={label} isDisabled={isDisabled}>
      <svg className="lk-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <circle cx="12" cy="5" r="1.6" fill="currentColor" stroke="none" />
        <circle cx="12" cy="12" r="1.6" fill="currentColor" stroke="none" />
        <circle cx="12" cy="19" r="1.6" fill="currentColor" stroke="none" />
      </svg>
    </Button>
    <Popover className="lk-popover" placement="bottom end">
      <Menu className="lk-menu" items={actions}>
        {(action) => (
          <MenuItem
            id={action.id}
            textValue={action.label}
            className={action.isDanger ? 'lk-menu-item lk-menu-item-danger' : 'lk-menu-item'}
            isDisabled={action.isDisabled ?? false}
            onAction={action.onAction}
          >
            <span className="lk-menu-label">{action.label}</span>
            {action.description && <span className="lk-menu-description">{action.description}</span>}
          </MenuItem>
        )}
      </Menu>
    </Popover>
  </MenuTrigger>
)
