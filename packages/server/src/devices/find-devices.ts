import { setImmediate as turn } from 'node:timers/promises'
import type { World } from '../operation.js'
import { type DeviceFilter, nameContains } from './device-filter.js'
import { type DevicePosition, type ListedDevice, latestFirst } from './device-search-store.js'
import { shownName } from './shown-name.js'

/** As many as are read at once where names are looked through: others are served in between. */
const BATCH = 1000

/** So many are looked at for one page: where few of them have such a name, it has fewer than were asked for. */
export const MOST_READ = 5_000

type Page = { found: DevicePosition[]; next: DevicePosition | undefined }

/**
 * The next devices that are meant, the latest used first, and where the list goes on. Names are read one by one: a page
 * may have none of them and not be the last one.
 */
export async function findDevices(
  world: Pick<World, 'stores'>,
  filter: DeviceFilter,
  after: DevicePosition | undefined,
  limit: number,
  mostRead = MOST_READ,
): Promise<Page> {
  if (filter.nameContains !== undefined)
    return findByName(world, filter, filter.nameContains, after, limit, mostRead)
  const listed = await world.stores.deviceSearch.list(filter, after, limit + 1)
  const found = listed.slice(0, limit)
  return { found, next: listed.length > limit ? found.at(-1) : undefined }
}

async function findByName(
  world: Pick<World, 'stores'>,
  filter: DeviceFilter,
  part: string,
  after: DevicePosition | undefined,
  limit: number,
  mostRead: number,
): Promise<Page> {
  const found: DevicePosition[] = []
  let read = 0
  let last: ListedDevice | undefined
  for await (const device of inOrder(world, filter, after)) {
    // Whatever comes, the list goes on after the one before.
    if (read === mostRead) return { found, next: last }
    read += 1
    if (nameContains(shownName(device), part)) {
      if (found.length === limit) return { found, next: found.at(-1) }
      found.push(device)
    }
    last = device
  }
  return { found, next: undefined }
}

/**
 * All that pass but for the name. Devices of each state come in their order by themselves: the next one of all is the
 * latest of those that come next.
 */
async function* inOrder(
  { stores }: Pick<World, 'stores'>,
  filter: DeviceFilter,
  after: DevicePosition | undefined,
): AsyncGenerator<ListedDevice> {
  const parts = filter.userId === undefined ? filter.states.map((state) => [state]) : [filter.states]
  const queues = parts.map((states) => ({ states, after, waiting: [] as ListedDevice[], isAtEnd: false }))
  for (;;) {
    for (const queue of queues) {
      if (queue.waiting.length > 0 || queue.isAtEnd) continue
      const batch = await stores.deviceSearch.list({ ...filter, states: queue.states }, queue.after, BATCH)
      // The latest one last, where it is cheap to take.
      queue.waiting = batch.toReversed()
      queue.after = batch.at(-1)
      queue.isAtEnd = batch.length < BATCH
      await turn()
    }
    const next = latestOf(queues)
    const device = next?.waiting.pop()
    if (!device) return
    yield device
  }
}

function latestOf<Queue extends { waiting: ListedDevice[] }>(queues: readonly Queue[]): Queue | undefined {
  let latest: { queue: Queue; device: ListedDevice } | undefined
  for (const queue of queues) {
    const device = queue.waiting.at(-1)
    if (device && (!latest || latestFirst(device, latest.device) < 0)) latest = { queue, device }
  }
  return latest?.queue
}
