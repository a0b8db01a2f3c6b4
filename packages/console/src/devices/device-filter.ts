import type { DeviceFilterType, DevicePlatformType, TrackedDeviceStateType } from '@latchkey/wire'

/** Which devices a list shows, as it stands in its address: `?state=Remembered&used=over-90&platform=macOS`. */
export type DeviceSearch = {
  state?: TrackedDeviceStateType | undefined
  used?: LastUsed | undefined
  platform?: DevicePlatformType | undefined
  name?: string | undefined
  user?: string | undefined
}

export const lastUsedChoices = ['7', '30', '90', 'over-90'] as const
export type LastUsed = (typeof lastUsedChoices)[number]

export const states = ['Remembered', 'NotRemembered', 'Issued', 'Forgotten'] as const
export const platforms = ['Windows', 'macOS', 'Linux', 'Android', 'iOS', 'ChromeOS', 'Other'] as const

/** The longest that the server takes. */
const LONGEST_NAME = 1024
const LONGEST_USERNAME = 128

/** An address is anybody's text: what is not understood is left out. */
export function deviceSearch(raw: Record<string, unknown>): DeviceSearch {
  return {
    state: oneOf(states, raw.state),
    used: oneOf(lastUsedChoices, raw.used),
    platform: oneOf(platforms, raw.platform),
    name: textOf(raw.name, LONGEST_NAME),
    user: textOf(raw.user, LONGEST_USERNAME),
  }
}

const DAY = 24 * 60 * 60

/** @param now seconds since 1970, at which the list was asked for: its pages must agree on what 7 days are. */
export function deviceFilter(
  { state, used, platform, name, user }: DeviceSearch,
  now: number,
): DeviceFilterType {
  return {
    ...(state && { States: [state] }),
    ...(used === 'over-90' && { LastUsedBefore: now - 90 * DAY }),
    ...(used && used !== 'over-90' && { LastUsedAfter: now - Number(used) * DAY }),
    ...(platform && { Platform: platform }),
    ...(name && { NameContains: name }),
    ...(user && { Username: user }),
  }
}

export const filtersSomething = (search: DeviceSearch): boolean =>
  Object.values(search).some((value) => value !== undefined)

const oneOf = <Value extends string>(values: readonly Value[], raw: unknown): Value | undefined =>
  values.find((value) => value === String(raw))

/** The router reads `?name=12` as a number. */
function textOf(raw: unknown, longest: number): string | undefined {
  if (typeof raw !== 'string' && typeof raw !== 'number' && typeof raw !== 'boolean') return undefined
  return String(raw).trim().slice(0, longest) || undefined
}
