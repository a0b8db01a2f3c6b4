import { Chip, Name, When } from '@latchkey/react'
import type { FoundUserType } from '@latchkey/wire'
import { count, dateOf } from '../devices/device-words.js'
import type { Column } from '../lists/grid.js'
import { RowLink } from '../lists/row-link.js'
import { statusOf } from './user-words.js'

type Columns = readonly Column<FoundUserType>[]

const made = new Map<string, Columns>()

/** The same for the same pool: rows that did not change are not drawn again. */
export function userColumns(poolId: string): Columns {
  const columns = made.get(poolId) ?? columnsOf(poolId)
  made.set(poolId, columns)
  return columns
}

const columnsOf = (poolId: string): Columns => [
  {
    name: 'user',
    label: 'User',
    cell: ({ Username, UserSub, Name: name }) => (
      <>
        <RowLink to={['pools', poolId, 'users', UserSub]} className="user-name">
          <Name>{Username}</Name>
        </RowLink>
        {name !== undefined && (
          <small className="cell-more">
            <Name>{name}</Name>
          </small>
        )}
      </>
    ),
  },
  {
    name: 'email',
    label: 'E-mail or phone',
    cell: ({ Email, PhoneNumber }) => {
      const [first, second] = [Email, PhoneNumber].filter((text) => text !== undefined)
      return (
        <>
          {first !== undefined && <Name>{first}</Name>}
          {second !== undefined && (
            <small className="cell-more">
              <Name>{second}</Name>
            </small>
          )}
        </>
      )
    },
  },
  {
    name: 'status',
    label: 'Status',
    cell: ({ Status, Enabled }) => <StatusChip status={Status} isEnabled={Enabled} />,
  },
  {
    name: 'mfa',
    label: 'MFA',
    cell: ({ HasMfa }) => <span className={HasMfa ? undefined : 'muted'}>{HasMfa ? 'On' : 'Off'}</span>,
  },
  {
    name: 'devices',
    label: 'Devices',
    cell: ({ Devices }) => (
      <span className={Devices === 0 ? 'muted' : undefined}>
        {count(Devices)}
        <span className="card-only">{Devices === 1 ? ' device' : ' devices'}</span>
      </span>
    ),
  },
  {
    name: 'created',
    label: 'Created',
    cell: ({ CreateDate }) => <When as="day" date={dateOf(CreateDate)} />,
  },
]

type StatusProps = { status: FoundUserType['Status']; isEnabled: boolean }

/** Who is disabled does not sign in, whatever else is said of them. */
export const StatusChip = ({ status, isEnabled }: StatusProps) =>
  isEnabled ? (
    <Chip tone={statusOf(status).tone}>{statusOf(status).words}</Chip>
  ) : (
    <Chip tone="danger">Disabled</Chip>
  )
