import type { Event } from '../events/event.js'
import type { Operation, World } from '../operation.js'
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
  const withMfa = await signInsWithMfa(world, { poolId, userId }, events)
  return {
    AuthEvents: events.flatMap(
      (event) =>
        authEventShape(event, withMfa.has(event.sessionId ?? ''), world.placeOf(event.address)) ?? [],
    ),
    NextToken: next,
  }
}

/** Longer than anybody has for a second factor. */
const SIGN_IN_MILLISECONDS = 15 * 60_000

/** By their ids: the sign-ins among the events in which a second factor was asked for. */
async function signInsWithMfa(
  { stores }: World,
  owner: { poolId: string; userId: string },
  events: readonly Event[],
): Promise<Set<string>> {
  const times = events.filter(({ kind }) => kind === 'signed_in').map(({ at }) => at.getTime())
  if (times.length === 0) return new Set()
  const during = {
    ...owner,
    kinds: ['mfa_asked' as const],
    from: new Date(Math.min(...times) - SIGN_IN_MILLISECONDS),
    to: new Date(Math.max(...times) + 1),
  }
  // A page of sign-ins has not many more questions than sign-ins, except where many were left unanswered.
  const asked = await stores.timeline.page(during, 'newest first', undefined, MOST * 10)
  return new Set(asked.events.flatMap(({ sessionId }) => sessionId ?? []))
}
