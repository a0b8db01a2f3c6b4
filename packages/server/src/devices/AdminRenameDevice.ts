import type { Operation } from '../operation.js'
import { renameDevice } from './rename-device.js'
import { requestedUser } from './requested-user.js'

export const AdminRenameDevice: Operation<'AdminRenameDevice'> = async (world, request) => {
  const { user } = await requestedUser(world, request)
  await renameDevice(world, user, request.DeviceKey, request.DeviceName)
  return {}
}
