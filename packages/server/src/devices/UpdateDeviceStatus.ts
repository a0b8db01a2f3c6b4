import type { Operation } from '../operation.js'
import { authorize } from '../users/authorize.js'
import { requireTracking } from './require-device.js'
import { updateDeviceStatus } from './update-device-status.js'

export const UpdateDeviceStatus: Operation<'UpdateDeviceStatus'> = async (world, request) => {
  const { pool, user } = await authorize(world, request.AccessToken)
  requireTracking(pool)
  await updateDeviceStatus(world, user, request.DeviceKey, request.DeviceRememberedStatus)
  return {}
}
