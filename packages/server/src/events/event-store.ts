import { prepared } from '../database/prepared.js'
import type { Database, Tables } from '../database/schema.js'
import type { Event } from './event.js'

export type EventStore = ReturnType<typeof eventStore>

const insertEvent = prepared<Tables['events']>()((db, slot) =>
  db.insertInto('events').values({
    pool_id: slot('pool_id'),
    user_id: slot('user_id'),
    event_id: slot('event_id'),
    at: slot('at'),
    kind: slot('kind'),
    outcome: slot('outcome'),
    reason: slot('reason'),
    device_key: slot('device_key'),
    client_id: slot('client_id'),
    session_id: slot('session_id'),
    address: slot('address'),
    user_agent: slot('user_agent'),
    operator: slot('operator'),
    operation: slot('operation'),
    request_id: slot('request_id'),
  }),
)

const rowOf = (event: Event): Tables['events'] => ({
  pool_id: event.poolId,
  user_id: event.userId,
  event_id: event.eventId,
  at: event.at.getTime(),
  kind: event.kind,
  outcome: event.outcome,
  reason: event.reason ?? null,
  device_key: event.deviceKey ?? null,
  client_id: event.clientId ?? null,
  session_id: event.sessionId ?? null,
  address: event.address ?? null,
  user_agent: event.userAgent ?? null,
  operator: event.operator ?? null,
  operation: event.operation ?? null,
  request_id: event.requestId ?? null,
})

export function eventStore(db: Database) {
  return {
    /** In the transaction of the change that it tells of. */
    async add(event: Event): Promise<void> {
      await insertEvent(db, rowOf(event))
    },
  }
}
