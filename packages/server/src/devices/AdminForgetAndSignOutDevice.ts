import type { Operation } from '../operation.js'
import { endDevice } from './end-device.js'
import { requestedUser } from './requested-user.js'

export const AdminForgetAndSignOutDevice: Operation<'AdminForgetAndSignOutDevice'> = async (
  world,
  request,
) => {
  const { user } = await requestedUser(world, request)
  await world.transactionOf(user, (stores) => endDevice(world, stores, user, request.DeviceKey))
  world.metrics.deviceBecame('forgotten')
  return {}
}
