import type { TimelineEventType } from '@latchkey/wire'
import { shownName } from '../devices/shown-name.js'
import type { Event } from '../events/event.js'
import { type EventNames, eventShape, ownEventShape } from '../events/event-shape.js'
import { placeInWords } from '../events/place.js'
import type { World } from '../operation.js'

/** Events with the names that they do not know themselves: of users, of devices, and of places. */

type Here = Pick<World, 'stores' | 'placeOf'>

/** As operators see them. */
export async function toldToOperators(
  world: Here,
  poolId: string,
  events: readonly Event[],
): Promise<TimelineEventType[]> {
  const userIds = [...new Set(events.flatMap(({ userId }) => userId || []))]
  const users = await world.stores.users.ofIds(poolId, userIds)
  const usernames = new Map(users.map(({ userId, username }) => [userId, username]))
  const names = await namesOf(world, poolId, events)
  return events.map((event) => eventShape(event, { ...names(event), username: usernames.get(event.userId) }))
}

/** As their user sees them. */
export async function toldToUser(
  world: Here,
  poolId: string,
  events: readonly Event[],
): Promise<TimelineEventType[]> {
  const names = await namesOf(world, poolId, events)
  return events.map((event) => ownEventShape(event, names(event)))
}

async function namesOf(
  world: Here,
  poolId: string,
  events: readonly Event[],
): Promise<(event: Event) => Omit<EventNames, 'username'>> {
  const named = await world.stores.deviceSearch.namesOf(
    poolId,
    events.flatMap(({ userId, deviceKey }) => (deviceKey === undefined ? [] : { userId, deviceKey })),
  )
  const deviceNames = new Map(named.map((device) => [device.deviceKey, shownName(device)]))
  return ({ deviceKey, address }) => ({
    deviceName: deviceKey === undefined ? undefined : deviceNames.get(deviceKey),
    place: placeInWords(world.placeOf(address)),
  })
}
