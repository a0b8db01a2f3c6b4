import type { Operation } from '../operation.js'
import { authorize } from '../users/authorize.js'
import { pageOfEvents } from './page-of-events.js'
import { toldToUser } from './told-events.js'

export const ListTimeline: Operation<'ListTimeline'> = async (world, request) => {
  const { poolId, userId } = (await authorize(world, request.AccessToken)).user
  const filter = { poolId, userId, deviceKey: request.DeviceKey }
  const { events, next } = await pageOfEvents(world, 'ListTimeline', filter, 'newest first', request)
  return { Events: await toldToUser(world, poolId, events), PaginationToken: next }
}
