import { setImmediate as turn } from 'node:timers/promises'
import type { World } from '../operation.js'
import { type DeviceFilter, nameContains } from './device-filter.js'
import type { DevicePosition, ListedDevice } from './device-search-store.js'
import { shownName } from './shown-name.js'

/** As many as are read at once where names are looked through: others are served in between. */
const BATCH = 1000

/** So many are looked at for one page: where few of them have such a name, it has fewer than were asked for. */
export const MOST_READ = 20_000

/**
 * The next devices that are meant, the latest used first, and where the list goes on. Names are read one by one: a page
 * may have none of them and not be the last one.
 */
export async function findDevices(
  { stores }: Pick<World, 'stores'>,
  filter: DeviceFilter,
  after: DevicePosition | undefined,
  limit: number,
  mostRead = MOST_READ,
): Promise<{ found: DevicePosition[]; next: DevicePosition | undefined }> {
  const { nameContains: part } = filter
  const found: ListedDevice[] = []
  let read = 0
  let position = after
  while (true) {
    const size = part === undefined ? limit + 1 : BATCH
    const batch = await stores.deviceSearch.list(filter, position, size)
    found.push(...batch.filter((device) => part === undefined || nameContains(shownName(device), part)))
    read += batch.length
    position = batch.at(-1)
    if (found.length > limit) return { found: found.slice(0, limit), next: found[limit - 1] }
    if (batch.length < size) return { found, next: undefined }
    if (read >= mostRead) return { found, next: position }
    await turn()
  }
}
