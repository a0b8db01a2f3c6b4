import type { DeviceFormType, DevicePlatformType, LastMfaResultType, TrackedDeviceType } from '@latchkey/wire'
import { placeInWords } from '../events/place.js'
import { describeUserAgent, type Form, type Platform } from '../events/user-agent.js'
import type { World } from '../operation.js'
import type { User } from '../users/user.js'
import type { DeviceState, SeenDevice } from './device.js'
import { shownName } from './shown-name.js'

/** The user, in some session of theirs; or an operator who looks at a user's devices. */
export type TrackedReader =
  | { thisDevice: string | undefined }
  | { operatorOn: Pick<User, 'username' | 'userId'> }

/**
 * A device as our own operations show it. The key's group, the user agent as it was sent, and whose it is are for
 * operators alone. Times are epoch seconds.
 */
export function trackedDeviceShape(
  { placeOf }: Pick<World, 'placeOf'>,
  device: SeenDevice,
  reader: TrackedReader,
): TrackedDeviceType {
  return {
    DeviceKey: device.deviceKey,
    State: states[device.state],
    FirstTrackedDate: seconds(device.createdAt),
    LastAuthenticatedDate: seconds(device.lastAuthenticatedAt),
    LastModifiedDate: seconds(device.modifiedAt),
    OpenSessions: device.openSessions,
    ...member('Name', shownName(device)),
    ...member('LastIpUsed', device.lastIpUsed),
    ...member('Place', placeInWords(placeOf(device.lastIpUsed))),
    ...software(device),
    ...member('ForgottenDate', device.forgottenAt && seconds(device.forgottenAt)),
    ...member('LastMfa', lastMfa(device)),
    ...('thisDevice' in reader
      ? { ThisDevice: device.deviceKey === reader.thisDevice }
      : operatorsMembers(device, reader.operatorOn)),
  }
}

/** What it runs, as far as its last sign-in told. */
function software({ userAgent, platform }: SeenDevice): Partial<TrackedDeviceType> {
  const described = userAgent === undefined ? undefined : describeUserAgent(userAgent)
  const known = platform ?? described?.platform
  return {
    ...member('Platform', known === undefined ? undefined : platforms[known as Platform]),
    ...member('Form', described && forms[described.form]),
    ...member('Browser', described?.browser),
    ...member('System', described?.system),
  }
}

const operatorsMembers = (
  device: SeenDevice,
  { username, userId }: Pick<User, 'username' | 'userId'>,
): Partial<TrackedDeviceType> => ({
  DeviceGroupKey: device.deviceGroupKey,
  HasVerifier: device.secret !== undefined,
  ...member('UserAgent', device.userAgent),
  Username: username,
  UserSub: userId,
})

const seconds = (at: Date) => at.getTime() / 1000

/** Left out where there is nothing to say. */
const member = <Name extends keyof TrackedDeviceType>(
  name: Name,
  value: TrackedDeviceType[Name] | undefined,
): Partial<TrackedDeviceType> => (value === undefined ? {} : { [name]: value })

const states: Record<DeviceState, TrackedDeviceType['State']> = {
  issued: 'Issued',
  not_remembered: 'NotRemembered',
  remembered: 'Remembered',
  forgotten: 'Forgotten',
}

const platforms: Record<Platform, DevicePlatformType> = {
  windows: 'Windows',
  macos: 'macOS',
  linux: 'Linux',
  android: 'Android',
  ios: 'iOS',
  chromeos: 'ChromeOS',
  other: 'Other',
}

const forms: Record<Form, DeviceFormType> = {
  desktop: 'Desktop',
  phone: 'Phone',
  tablet: 'Tablet',
  other: 'Other',
}

const lastMfaResults: Record<string, LastMfaResultType | undefined> = {
  skipped: 'Skipped',
  passed: 'Passed',
  not_asked: 'NotAsked',
}

function lastMfa({ lastMfa }: SeenDevice): TrackedDeviceType['LastMfa'] | undefined {
  const Result = lastMfaResults[lastMfa?.result ?? '']
  return Result && { Result, Reason: lastMfa?.reason ?? '' }
}
