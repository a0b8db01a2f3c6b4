import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { requireUser } from '../users/require-user.js'
import { authEventKinds, authEventShape } from './auth-event-shape.js'
import { pageOfEvents } from './page-of-events.js'

/** The service's own maximum, and what 0 or no limit means. */
const MOST = 60

export const AdminListUserAuthEvents: Operation<'AdminListUserAuthEvents'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const { poolId, userId } = await requireUser(world, pool, request.Username)
  const filter = { poolId, userId, kinds: authEventKinds }
  const { events, next } = await pageOfEvents(world, 'AdminListUserAuthEvents', filter, 'newest first', {
    Limit: request.MaxResults || MOST,
    PaginationToken: request.NextToken,
  })
  return {
    AuthEvents: events.flatMap((event) => authEventShape(event, world.placeOf(event.address)) ?? []),
    NextToken: next,
  }
}
