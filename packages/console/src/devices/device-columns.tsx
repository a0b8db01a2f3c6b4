import { DeviceIcon, Name, StateChip, When } from '@latchkey/react'
import type { TrackedDeviceType } from '@latchkey/wire'
import { Link } from '@tanstack/react-router'
import type { Column } from '../lists/grid.js'
import { browserAndSystem, dateOf, deviceName, mfaResult, mfaWords, sessionsWords } from './device-words.js'

type Columns = readonly Column<TrackedDeviceType>[]

const made = new Map<string, Columns>()

/** The same for the same pool: rows that did not change are not drawn again. */
export function deviceColumns(poolId: string): Columns {
  const columns = made.get(poolId) ?? columnsOf(poolId)
  made.set(poolId, columns)
  return columns
}

const columnsOf = (poolId: string): Columns => [
  { name: 'device', label: 'Device', cell: (device) => <Device poolId={poolId} device={device} /> },
  {
    name: 'user',
    label: 'User',
    cell: ({ Username = '', UserSub = '' }) => (
      <Link
        to="/pools/$poolId/users/$userSub"
        params={{ poolId, userSub: UserSub }}
        tabIndex={-1}
        preload={false}
      >
        <Name>{Username}</Name>
      </Link>
    ),
  },
  {
    name: 'used',
    label: 'Last authenticated',
    sort: 'descending',
    cell: ({ LastAuthenticatedDate, FirstTrackedDate }) => (
      <>
        <When date={dateOf(LastAuthenticatedDate)} />
        <small className="cell-more">
          First tracked <When as="day" date={dateOf(FirstTrackedDate)} />
        </small>
      </>
    ),
  },
  {
    name: 'address',
    label: 'Address',
    cell: ({ LastIpUsed = '', Place }) => (
      <>
        <span className="address">{LastIpUsed}</span>
        {Place !== undefined && (
          <small className="cell-more" title={`${Place}, by its address: approximate`}>
            {Place}
          </small>
        )}
      </>
    ),
  },
  {
    name: 'state',
    label: 'State',
    cell: ({ State, LastMfa }) => (
      <>
        <StateChip state={State} />
        {LastMfa && (
          <small className="cell-more" title={mfaWords(LastMfa)}>
            {LastMfa.Result === 'Skipped' ? mfaWords(LastMfa) : mfaResult(LastMfa)}
          </small>
        )}
      </>
    ),
  },
  {
    name: 'sessions',
    label: 'Sessions',
    cell: ({ OpenSessions }) => (
      <span className={OpenSessions === 0 ? 'muted' : undefined}>{sessionsWords(OpenSessions)}</span>
    ),
  },
]

const Device = ({ poolId, device }: { poolId: string; device: TrackedDeviceType }) => (
  <div className="device-cell">
    <DeviceIcon form={device.Form} platform={device.Platform} />
    <div className="device-words">
      <Link
        to="/pools/$poolId/users/$userSub/devices/$deviceKey"
        params={{ poolId, userSub: device.UserSub ?? '', deviceKey: device.DeviceKey }}
        className="device-name"
        tabIndex={-1}
        preload={false}
      >
        <Name>{deviceName(device)}</Name>
      </Link>
      <small className="cell-more">{browserAndSystem(device)}</small>
    </div>
  </div>
)
