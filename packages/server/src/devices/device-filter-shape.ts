import type { DeviceFilterType, DevicePlatformType, TrackedDeviceStateType } from '@latchkey/wire'
import { dateOfSeconds } from '../keys/wire-time.js'
import type { World } from '../operation.js'
import type { Pool } from '../pools/pool.js'
import { requireUser } from '../users/require-user.js'
import type { DeviceState } from './device.js'
import type { DeviceFilter } from './device-filter.js'

const states: Record<TrackedDeviceStateType, DeviceState> = {
  Issued: 'issued',
  NotRemembered: 'not_remembered',
  Remembered: 'remembered',
  Forgotten: 'forgotten',
}

const platforms: Record<DevicePlatformType, string> = {
  Windows: 'windows',
  macOS: 'macos',
  Linux: 'linux',
  Android: 'android',
  iOS: 'ios',
  ChromeOS: 'chromeos',
  Other: 'other',
}

/** The devices that an operator means; where no states are named, those that are tracked. Throws UserNotFoundException. */
export async function deviceFilterOf(
  world: World,
  pool: Pool,
  shape: DeviceFilterType = {},
): Promise<DeviceFilter> {
  const { States = [], Platform, LastUsedBefore, LastUsedAfter, NameContains, Username } = shape
  return {
    poolId: pool.poolId,
    states:
      States.length === 0
        ? ['remembered', 'not_remembered']
        : [...new Set(States)].sort().map((state) => states[state]),
    userId: Username === undefined ? undefined : (await requireUser(world, pool, Username)).userId,
    platform: Platform && platforms[Platform],
    usedBefore: dateOfSeconds(LastUsedBefore),
    usedAfter: dateOfSeconds(LastUsedAfter),
    nameContains: NameContains?.trim() || undefined,
  }
}
