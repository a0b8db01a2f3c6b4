import type { DeviceFilterType, TrackedDeviceType } from '@latchkey/wire'
import type { Table } from '../lists/export-rows.js'
import { dateOf, deviceName, devicesWords } from './device-words.js'
import { poolDevices } from './pool-devices.js'

/** Devices in a file: everything that the list shows, each fact in a column of its own. */
export const deviceTable = (poolId: string, filter: DeviceFilterType): Table<TrackedDeviceType> => ({
  name: `devices-${poolId}`,
  columns: deviceCells,
  read: (next, signal) => poolDevices(poolId, filter, next, signal),
  words: devicesWords,
})

export const deviceCells: Table<TrackedDeviceType>['columns'] = {
  username: ({ Username }) => Username,
  user_sub: ({ UserSub }) => UserSub,
  device_key: ({ DeviceKey }) => DeviceKey,
  name: deviceName,
  state: ({ State }) => State,
  browser: ({ Browser }) => Browser,
  system: ({ System }) => System,
  platform: ({ Platform }) => Platform,
  form: ({ Form }) => Form,
  address: ({ LastIpUsed }) => LastIpUsed,
  place: ({ Place }) => Place,
  first_tracked: ({ FirstTrackedDate }) => dateOf(FirstTrackedDate),
  last_authenticated: ({ LastAuthenticatedDate }) => dateOf(LastAuthenticatedDate),
  forgotten: ({ ForgottenDate }) => (ForgottenDate === undefined ? undefined : dateOf(ForgottenDate)),
  last_mfa: ({ LastMfa }) => LastMfa?.Result,
  last_mfa_reason: ({ LastMfa }) => LastMfa?.Reason,
  open_sessions: ({ OpenSessions }) => OpenSessions,
}
