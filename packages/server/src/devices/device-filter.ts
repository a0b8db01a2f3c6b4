import type { Device, DeviceState } from './device.js'

/** Which devices of a pool are meant. Pure. */

export type DeviceFilter = {
  poolId: string
  states: readonly DeviceState[]
  /** Undefined: of all users. */
  userId: string | undefined
  platform: string | undefined
  /** Nobody signed in on it from then on. */
  usedBefore: Date | undefined
  /** Somebody signed in on it then or later. */
  usedAfter: Date | undefined
  /** Whatever the case of its letters. */
  nameContains: string | undefined
}

/** Whether a device, shown by that name, is meant: a list of devices says so with SQL. */
export const isMeant = (filter: DeviceFilter, device: Device, name: string | undefined): boolean =>
  filter.poolId === device.poolId &&
  filter.states.includes(device.state) &&
  (filter.userId === undefined || filter.userId === device.userId) &&
  (filter.platform === undefined || filter.platform === device.platform) &&
  (filter.usedBefore === undefined || device.lastAuthenticatedAt < filter.usedBefore) &&
  (filter.usedAfter === undefined || device.lastAuthenticatedAt >= filter.usedAfter) &&
  (filter.nameContains === undefined || nameContains(name, filter.nameContains))

export const nameContains = (name: string | undefined, part: string): boolean =>
  name !== undefined && foldedName(name).includes(foldedName(part))

/** As people compare names: `ﬁ` and `fi`, `É` and `é` are the same. */
const foldedName = (text: string) => text.normalize('NFKC').toLowerCase()
