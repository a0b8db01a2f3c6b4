import { invalidParameter } from '../errors.js'
import { readPageToken, writePageToken } from '../keys/page-token.js'
import type { World } from '../operation.js'
import { deviceShape, type Reader } from './device-shape.js'
import type { Position } from './device-store.js'

type Page = { Limit?: number | undefined; PaginationToken?: string | undefined }

/** The service's own maximum, and what 0 or no limit means. */
const MOST = 60

/**
 * One page of a user's devices, newest first. Users see those that are remembered, operators all that are tracked.
 */
export async function listDevices(
  world: World,
  owner: { poolId: string; userId: string },
  reader: Reader,
  { Limit, PaginationToken }: Page,
) {
  const limit = Limit || MOST
  const list = `${reader === 'user' ? 'user' : 'operator'} devices ${owner.poolId} ${owner.userId}`
  const after =
    PaginationToken === undefined
      ? undefined
      : positionOf(readPageToken(world.keyring, list, PaginationToken))
  const states = reader === 'user' ? 'remembered' : 'tracked'
  const found = await world.stores.devices.page(owner, states, after, limit + 1)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    Devices: page.map((device) => deviceShape(device, reader)),
    ...(found.length > limit && last
      ? {
          PaginationToken: writePageToken(world.keyring, list, {
            createdAt: last.createdAt.getTime(),
            deviceKey: last.deviceKey,
          }),
        }
      : {}),
  }
}

/** Where a page ended, as its token says. Throws InvalidParameterException. */
export function positionOf(value: unknown): Position {
  if (typeof value === 'object' && value !== null && 'createdAt' in value && 'deviceKey' in value) {
    const { createdAt, deviceKey } = value
    if (typeof createdAt === 'number' && typeof deviceKey === 'string') return { createdAt, deviceKey }
  }
  throw invalidParameter('Invalid pagination token given.')
}
