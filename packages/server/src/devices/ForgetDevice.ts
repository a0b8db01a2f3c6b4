import type { Operation } from '../operation.js'
import { forgetDevice } from './forget-device.js'
import { authorizeShown } from './require-device.js'

export const ForgetDevice: Operation<'ForgetDevice'> = async (world, request) => {
  const { user } = await authorizeShown(world, request.AccessToken)
  await forgetDevice(world, { poolId: user.poolId, userId: user.userId, deviceKey: request.DeviceKey })
  return {}
}
