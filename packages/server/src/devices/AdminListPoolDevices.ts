import { readPageToken, writePageToken } from '../keys/page-token.js'
import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { deviceFilterOf } from './device-filter-shape.js'
import type { DevicePosition } from './device-search-store.js'
import { findDevices } from './find-devices.js'
import { shownDevices } from './shown-devices.js'

/** What a page has where nothing else is asked for. */
const USUAL_PAGE = 60

export const AdminListPoolDevices: Operation<'AdminListPoolDevices'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const filter = await deviceFilterOf(world, pool, request.Filter)
  const list = `AdminListPoolDevices ${JSON.stringify(filter)}`
  const { PaginationToken: token, Limit = USUAL_PAGE } = request
  const after =
    token === undefined ? undefined : (readPageToken(world.keyring, list, token) as DevicePosition)
  const { found, next } = await findDevices(world, filter, after, Limit)
  return {
    Devices: await shownDevices(world, pool.poolId, found),
    PaginationToken: next && writePageToken(world.keyring, list, positionOf(next)),
  }
}

const positionOf = ({ usedAt, userId, deviceKey }: DevicePosition) => ({ usedAt, userId, deviceKey })
