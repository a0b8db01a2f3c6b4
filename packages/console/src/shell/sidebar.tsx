import { Link, useParams } from '@tanstack/react-router'
import { Icon, type IconName } from './icons.js'
import { Mark } from './mark.js'
import { PoolChooser } from './pool-chooser.js'

type Entry = { to: string; words: string; icon: IconName; exact?: boolean }

/** A device is reached by the address of its user, and belongs to the devices all the same. */
const DEVICES = '/pools/$poolId/devices'

const entries: Entry[] = [
  { to: '/pools/$poolId', words: 'Overview', icon: 'overview', exact: true },
  { to: '/pools/$poolId/users', words: 'Users', icon: 'users' },
  { to: DEVICES, words: 'Devices', icon: 'devices' },
  { to: '/pools/$poolId/events', words: 'Events', icon: 'events' },
  { to: '/pools/$poolId/messages', words: 'Outbox', icon: 'messages' },
  { to: '/pools/$poolId/clients', words: 'App clients', icon: 'clients' },
  { to: '/pools/$poolId/settings', words: 'Settings', icon: 'settings' },
]

export function Sidebar() {
  const { poolId, deviceKey } = useParams({ strict: false })
  const isDevice = deviceKey !== undefined
  return (
    <nav className="sidebar" aria-label="Console">
      <Link to="/pools" className="brand">
        <Mark />
        <span>Latchkey</span>
      </Link>
      <PoolChooser poolId={poolId} />
      {poolId !== undefined && (
        <ul className="entries">
          {entries.map(({ to, words, icon, exact = false }) => (
            <li key={to}>
              <Link
                to={to}
                params={{ poolId }}
                className="entry"
                activeOptions={{ exact: exact || isDevice, includeSearch: false }}
                activeProps={{ className: 'is-here' }}
                {...(isDevice && to === DEVICES && { className: 'entry is-here', 'aria-current': 'page' })}
              >
                <Icon name={icon} />
                {words}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </nav>
  )
}
