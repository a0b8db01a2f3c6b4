import type { Operation } from '../operation.js'
import { forgetDevice } from './forget-device.js'
import { requestedUser } from './requested-user.js'

export const AdminForgetDevice: Operation<'AdminForgetDevice'> = async (world, request) => {
  const { user } = await requestedUser(world, request)
  await forgetDevice(world, { poolId: user.poolId, userId: user.userId, deviceKey: request.DeviceKey })
  return {}
}
