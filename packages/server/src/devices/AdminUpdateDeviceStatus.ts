import type { Operation } from '../operation.js'
import { requestedUser } from './requested-user.js'
import { requireTracking } from './require-device.js'
import { updateDeviceStatus } from './update-device-status.js'

export const AdminUpdateDeviceStatus: Operation<'AdminUpdateDeviceStatus'> = async (world, request) => {
  const { pool, user } = await requestedUser(world, request)
  requireTracking(pool)
  await updateDeviceStatus(world, user, request.DeviceKey, request.DeviceRememberedStatus)
  return {}
}
