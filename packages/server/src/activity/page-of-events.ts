import type { Event } from '../events/event.js'
import type { EventFilter, EventOrder } from '../events/timeline-store.js'
import { readPageToken, writePageToken } from '../keys/page-token.js'
import type { World } from '../operation.js'

/** What a page has where nothing else is asked for. */
const USUAL_PAGE = 60

type Asked = { Limit?: number | undefined; PaginationToken?: string | undefined }

/**
 * One page of events, and the token of the next one, which is good for this list and this filter alone.
 * Throws InvalidParameterException for a token of another list.
 */
export async function pageOfEvents(
  world: World,
  operation: string,
  filter: EventFilter,
  order: EventOrder,
  { Limit, PaginationToken }: Asked,
): Promise<{ events: Event[]; next: string | undefined }> {
  const list = `${operation} ${JSON.stringify({ ...filter, order })}`
  const after =
    PaginationToken === undefined ? undefined : String(readPageToken(world.keyring, list, PaginationToken))
  const { events, next } = await world.stores.timeline.page(filter, order, after, Limit ?? USUAL_PAGE)
  return { events, next: next === undefined ? undefined : writePageToken(world.keyring, list, next) }
}
