import type { DeviceType } from '@latchkey/wire'
import type { User } from '../users/user.js'
import type { Device } from './device.js'

/** The user, or an operator who looks at a user's devices. */
export type Reader = 'user' | { operatorOn: User }

/**
 * A device as it travels. `dev:` attributes are for operators alone.
 * Times are epoch seconds; the last sign-in is told in whole ones, as Cognito does.
 */
export function deviceShape(device: Device, reader: Reader): DeviceType {
  return {
    DeviceKey: device.deviceKey,
    DeviceAttributes: reader === 'user' ? usersAttributes(device) : operatorsAttributes(device, reader),
    DeviceCreateDate: device.createdAt.getTime() / 1000,
    DeviceLastModifiedDate: device.modifiedAt.getTime() / 1000,
    DeviceLastAuthenticatedDate: Math.floor(device.lastAuthenticatedAt.getTime() / 1000),
  }
}

const attribute = (Name: string, Value: string | undefined) => (Value === undefined ? [] : [{ Name, Value }])

const usersAttributes = (device: Device) => [
  ...attribute('device_status', 'valid'),
  ...attribute('device_name', device.name),
  ...attribute('last_ip_used', device.lastIpUsed),
]

function operatorsAttributes(device: Device, { operatorOn }: { operatorOn: User }) {
  const owner = `${operatorOn.username}.${device.poolId}`
  const region = device.deviceKey.slice(0, device.deviceKey.indexOf('_'))
  return [
    ...attribute('device_status', 'valid'),
    ...attribute('device_name', device.name),
    ...attribute(
      'dev:device_arn',
      `arn:aws:cognito-idp:${region}:000000000000:owner/${owner}/device/${device.deviceKey}`,
    ),
    ...attribute('dev:device_owner', owner),
    ...attribute('last_ip_used', device.lastIpUsed),
    ...attribute('dev:device_remembered_status', device.state),
    ...attribute('dev:device_sdk', device.userAgent),
  ]
}
