import { readPageToken, writePageToken } from '../keys/page-token.js'
import type { World } from '../operation.js'
import { positionOf } from './list-devices.js'
import { type TrackedReader, trackedDeviceShape } from './tracked-device-shape.js'

type Page = { Limit?: number | undefined; PaginationToken?: string | undefined }

/** Of a page that asks for no limit. */
const USUAL = 60

/** For as long, operators see in the list what was forgotten. */
const FORGOTTEN_SHOWN_MILLISECONDS = 30 * 24 * 60 * 60 * 1000

/** One page of a user's devices, newest first: all that are tracked; for operators those lately forgotten as well. */
export async function listTrackedDevices(
  world: World,
  owner: { poolId: string; userId: string },
  reader: TrackedReader,
  { Limit = USUAL, PaginationToken }: Page,
) {
  const now = world.clock.now()
  const byUser = 'thisDevice' in reader
  const list = `${byUser ? 'user' : 'operator'} tracked devices ${owner.poolId} ${owner.userId}`
  const after =
    PaginationToken === undefined
      ? undefined
      : positionOf(readPageToken(world.keyring, list, PaginationToken))
  const forgottenSince = byUser ? undefined : new Date(now.getTime() - FORGOTTEN_SHOWN_MILLISECONDS)
  const found = await world.stores.devices.pageWithSessions(owner, { forgottenSince }, after, Limit + 1, now)
  const page = found.slice(0, Limit)
  const last = page.at(-1)
  return {
    Devices: page.map((device) => trackedDeviceShape(world, device, reader)),
    ...(found.length > Limit && last
      ? {
          PaginationToken: writePageToken(world.keyring, list, {
            createdAt: last.createdAt.getTime(),
            deviceKey: last.deviceKey,
          }),
        }
      : {}),
  }
}
