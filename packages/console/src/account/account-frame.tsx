import type { AuthUser } from '@latchkey/auth'
import { signOut } from '@latchkey/auth'
import { ActionMenu, Name } from '@latchkey/react'
import { useEffect, useRef } from 'react'
import { Mark } from '../shell/mark.js'
import { setTheme, themes, useTheme } from '../shell/theme.js'
import { ActivitySection } from './activity-section.js'
import type { Address } from './address.js'
import { DevicesSection } from './devices-section.js'
import { SecuritySection } from './security-section.js'
import type { SignInOptions } from './sign-in-options.js'
import { sections, useSection } from './use-section.js'

type Props = { address: Address; options: SignInOptions; user: AuthUser }

const titles = { devices: 'Devices', security: 'Security', activity: 'Activity' } as const

/** What is around the sections: whose page it is, where else to go, and the way out. */
export function AccountFrame({ address, options, user }: Props) {
  const section = useSection()
  const heading = useHeadingFocus(section)
  const name = user.signInDetails?.loginId ?? user.username
  return (
    <div className="account">
      <header className="account-bar">
        <Mark />
        <bdi className="account-pool">{options.PoolName}</bdi>
        <div className="account-user">
          <Name>{name}</Name>
          <UserMenu name={name} />
        </div>
      </header>
      <nav className="account-nav" aria-label="Sections">
        {sections.map((one) => (
          <a key={one} href={`#${one}`} aria-current={one === section ? 'page' : undefined}>
            {titles[one]}
          </a>
        ))}
      </nav>
      <main className="account-main">
        <h1 ref={heading} tabIndex={-1}>
          {section === 'devices' ? 'Your devices' : titles[section]}
        </h1>
        {section === 'devices' && <DevicesSection options={options} />}
        {section === 'security' && <SecuritySection address={address} options={options} />}
        {section === 'activity' && <ActivitySection />}
      </main>
    </div>
  )
}

/** Who goes to another section hears where they are. */
function useHeadingFocus(section: string) {
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = useRef(section)
  useEffect(() => {
    if (shown.current !== section) heading.current?.focus()
    shown.current = section
  }, [section])
  return heading
}

function UserMenu({ name }: { name: string }) {
  const theme = useTheme()
  return (
    <ActionMenu
      label={`Menu of ${name}`}
      actions={[
        ...themes
          .filter((one) => one !== theme)
          .map((one) => ({ id: one, label: themeLabels[one], onAction: () => setTheme(one) })),
        { id: 'out', label: 'Sign out', onAction: () => void signOut() },
      ]}
    />
  )
}

const themeLabels = { light: 'Light theme', dark: 'Dark theme', system: 'Theme of the system' } as const
