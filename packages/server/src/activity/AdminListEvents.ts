import type { Requests } from '@latchkey/wire'
import { invalidParameter } from '../errors.js'
import { eventKindsOf } from '../events/event-shape.js'
import type { EventFilter } from '../events/timeline-store.js'
import { dateOfSeconds } from '../keys/wire-time.js'
import type { Operation, World } from '../operation.js'
import { nameKey, type Pool } from '../pools/pool.js'
import { requirePool } from '../pools/require-pool.js'
import { userDoesNotExist } from '../users/require-user.js'
import { isUserId } from '../users/user.js'
import { pageOfEvents } from './page-of-events.js'
import { toldToOperators } from './told-events.js'

export const AdminListEvents: Operation<'AdminListEvents'> = async (world, request) => {
  const filter = await filterOf(world, request)
  const order = request.Order === 'OldestFirst' ? 'oldest first' : 'newest first'
  const { events, next } = await pageOfEvents(world, 'AdminListEvents', filter, order, request)
  return { Events: await toldToOperators(world, filter.poolId, events), PaginationToken: next }
}

async function filterOf(world: World, request: Requests['AdminListEvents']): Promise<EventFilter> {
  const { Username, DeviceKey, Kinds, Outcome, Operator, From, To } = request
  const pool = await requirePool(world, request.UserPoolId)
  // The events of a device are found among those of its user.
  if (DeviceKey !== undefined && Username === undefined)
    throw invalidParameter('DeviceKey needs the Username whose device it is.')
  return {
    poolId: pool.poolId,
    userId: Username === undefined ? undefined : await whoseEvents(world, pool, Username),
    deviceKey: DeviceKey,
    kinds: Kinds && Kinds.length > 0 ? eventKindsOf(Kinds) : undefined,
    outcome: Outcome && (Outcome === 'Pass' ? 'pass' : 'fail'),
    operator: Operator,
    from: dateOfSeconds(From),
    to: dateOfSeconds(To),
  }
}

/** What happened outlives its users: of one who was deleted it is found by the sub. Throws UserNotFoundException. */
async function whoseEvents({ stores }: World, pool: Pool, name: string): Promise<string> {
  const user = await stores.users.findByName(pool.poolId, nameKey(pool, name))
  if (!user && !isUserId(name)) throw userDoesNotExist()
  return user?.userId ?? name
}
