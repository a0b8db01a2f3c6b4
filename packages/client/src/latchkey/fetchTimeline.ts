import type { TimelineEventType } from '@latchkey/wire'
import { world } from '../configure.js'
import { listOf } from '../lists.js'
import { requireSession } from '../tokens/require-session.js'
import type { CallOptions } from '../world.js'
import { askLatchkey } from './ask-latchkey.js'
import { defined, lowerFirst } from './from-wire.js'
import type { FetchTimelineInput, FetchTimelineOutput, TimelineEvent } from './types.js'

/**
 * What happened to the account of the user who is signed in, and to its devices, newest first, page by page: sign-ins,
 * what was asked for and why, wrong passwords, devices that were tracked, remembered, renamed or forgotten, and by whom.
 *
 * @throws AuthError UserUnAuthenticatedException when nobody is signed in; LatchkeyServerRequiredException; or an error of
 *   ListTimeline
 * @example
 * await fetchTimeline({ pageSize: 20 })
 * // ListTimeline { AccessToken, Limit: 20 }
 */
export async function fetchTimeline(
  input: FetchTimelineInput = {},
  options?: CallOptions,
): Promise<FetchTimelineOutput> {
  const signedIn = await requireSession(world(), options)
  const answer = await askLatchkey(signedIn, 'ListTimeline', {
    AccessToken: signedIn.AccessToken,
    DeviceKey: input.device?.id,
    Limit: input.pageSize,
    PaginationToken: input.nextToken,
  })
  return {
    events: listOf(answer.Events).map(eventOf),
    ...defined({ nextToken: answer.PaginationToken }),
  }
}

/** From the wire into what the app sees. */
const eventOf = (event: TimelineEventType): TimelineEvent => ({
  id: event.EventId,
  date: new Date(event.CreationDate * 1000),
  kind: lowerFirst(event.Kind),
  outcome: lowerFirst(event.Outcome),
  ...defined({
    reason: event.Reason,
    deviceId: event.DeviceKey,
    deviceName: event.DeviceName,
    ipAddress: event.IpAddress,
    place: event.Place,
    browser: event.Browser,
    system: event.System,
    operator: event.Operator,
  }),
})
