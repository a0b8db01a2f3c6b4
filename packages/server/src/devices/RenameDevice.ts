import type { Operation } from '../operation.js'
import { authorize } from '../users/authorize.js'
import { renameDevice } from './rename-device.js'

/** Any device of the user's, from any other: ConfirmDevice names none but the one that says it. */
export const RenameDevice: Operation<'RenameDevice'> = async (world, request) => {
  const { user } = await authorize(world, request.AccessToken)
  await renameDevice(world, user, request.DeviceKey, request.DeviceName)
  return {}
}
