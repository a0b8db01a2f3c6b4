import { Chip, Name, When } from '@latchkey/react'
import { Link } from '@tanstack/react-router'
import type { LiveEvent } from '../server/live-events.js'
import { clientWords, toneOf, wordsOf } from './event-words.js'

type EventRowProps = { poolId: string; event: LiveEvent; isNew?: boolean }

/** One event, in one line where there is room for it: what, to whom, on which device, from where, when. */
export function EventRow({ poolId, event, isNew = false }: EventRowProps) {
  const { Reason, Operator, Operation, IpAddress, Place, CreationDate } = event
  const where = [IpAddress, Place].filter(Boolean).join(' · ')
  const from = [clientWords(event), where].filter((words) => words !== undefined && words !== '')
  return (
    <li className={isNew ? 'event is-new' : 'event'}>
      <span className="event-kind">
        <Chip tone={toneOf(event)}>{wordsOf(event.Kind)}</Chip>
        {Operation && <code className="event-operation">{Operation}</code>}
      </span>
      <span className="event-what">
        <span className="event-who">
          <Whose poolId={poolId} event={event} />
        </span>
        {(Reason || Operator) && (
          <small>
            {Reason}
            {Reason && Operator && ' · '}
            {Operator && (
              <>
                operator <Name>{Operator}</Name>
              </>
            )}
          </small>
        )}
      </span>
      <small className="event-from">
        {from.map((one) => (
          <span key={one} title={one}>
            {one}
          </span>
        ))}
      </small>
      <small className="event-when">
        <When date={new Date(CreationDate * 1000)} />
      </small>
    </li>
  )
}

function Whose({ poolId, event }: Omit<EventRowProps, 'isNew'>) {
  const { UserSub: userSub, Username, DeviceKey: deviceKey, DeviceName } = event
  const user = Username ?? userSub
  if (!userSub) return user ? <Name>{user}</Name> : <span className="muted">the pool</span>
  return (
    <>
      <Link to="/pools/$poolId/users/$userSub" params={{ poolId, userSub }}>
        <Name>{user ?? userSub}</Name>
      </Link>
      {deviceKey && (
        <>
          <span className="muted"> on </span>
          <Link to="/pools/$poolId/users/$userSub/devices/$deviceKey" params={{ poolId, userSub, deviceKey }}>
            <Name>{DeviceName ?? 'a device'}</Name>
          </Link>
        </>
      )}
    </>
  )
}
