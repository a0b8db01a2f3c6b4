import { DeviceIcon, Name, StateChip, When } from '@latchkey/react'
import type { TrackedDeviceType } from '@latchkey/wire'
import type { Column } from '../lists/grid.js'
import { RowLink } from '../lists/row-link.js'
import { browserAndSystem, dateOf, deviceName, mfaResult, mfaWords, sessionsWords } from './device-words.js'

type Columns = readonly Column<TrackedDeviceType>[]

const made = new Map<string, Columns>()

/** The same for the same list: rows that did not change are not drawn again. */
export function deviceColumns(
  poolId: string,
  whose: 'of all users' | 'of one user' = 'of all users',
): Columns {
  const key = `${poolId} ${whose}`
  const columns = made.get(key) ?? columnsOf(poolId, whose === 'of one user')
  made.set(key, columns)
  return columns
}

const columnsOf = (poolId: string, isOfOneUser: boolean): Columns => [
  { name: 'device', label: 'Device', cell: (device) => <Device poolId={poolId} device={device} /> },
  isOfOneUser
    ? { name: 'user', label: 'Address', cell: (device) => <Address device={device} /> }
    : {
        name: 'user',
        label: 'User, address',
        cell: (device) => <UserAndAddress poolId={poolId} device={device} />,
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
  { name: 'state', label: 'State', cell: ({ State }) => <StateChip state={State} /> },
  {
    name: 'mfa',
    label: 'MFA last time',
    cell: ({ LastMfa }) =>
      LastMfa && (
        <>
          <span className="mfa-result">{mfaResult(LastMfa)}</span>
          <small className="cell-more" title={mfaWords(LastMfa)}>
            {LastMfa.Reason}
          </small>
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

type CellProps = { poolId: string; device: TrackedDeviceType }

const UserAndAddress = ({ poolId, device }: CellProps) => {
  const { Username = '', UserSub = '', LastIpUsed, Place } = device
  return (
    <>
      <RowLink to={['pools', poolId, 'users', UserSub]} className="of-user">
        <Name>{Username}</Name>
      </RowLink>
      <small className="cell-more" title={Place && `${LastIpUsed}: ${Place}, which is approximate`}>
        {[LastIpUsed, Place].filter(Boolean).join(' · ')}
      </small>
    </>
  )
}

const Address = ({ device: { LastIpUsed, Place } }: Pick<CellProps, 'device'>) => (
  <>
    <span>{LastIpUsed}</span>
    {Place !== undefined && (
      <small className="cell-more" title={`${Place}, which is approximate`}>
        {Place}
      </small>
    )}
  </>
)

const Device = ({ poolId, device }: CellProps) => (
  <div className="device-cell">
    <DeviceIcon form={device.Form} platform={device.Platform} />
    <div className="device-words">
      <RowLink
        to={['pools', poolId, 'users', device.UserSub ?? '', 'devices', device.DeviceKey]}
        className="device-name"
      >
        <Name>{deviceName(device)}</Name>
      </RowLink>
      <small className="cell-more">{browserAndSystem(device)}</small>
    </div>
  </div>
)
