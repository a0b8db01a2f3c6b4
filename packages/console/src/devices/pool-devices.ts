import type { DeviceFilterType, TrackedDeviceType } from '@latchkey/wire'
import type { Page } from '../lists/rows.js'
import { call } from '../server/call.js'

/** The most that the server gives at once. */
const PAGE = 200

/** One page of a pool's devices, last used first. */
export async function poolDevices(
  UserPoolId: string,
  Filter: DeviceFilterType,
  next: string | undefined,
  signal?: AbortSignal,
  Limit = PAGE,
): Promise<Page<TrackedDeviceType>> {
  const request = { UserPoolId, Filter, Limit, PaginationToken: next }
  const { Devices, PaginationToken } = await call('AdminListPoolDevices', request, signal)
  return { rows: Devices, next: PaginationToken }
}
