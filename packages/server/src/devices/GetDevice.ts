import type { Operation } from '../operation.js'
import { deviceShape } from './device-shape.js'
import { authorizeShown, requireDevice } from './require-device.js'

/** A tracked device of one's own, remembered or not. */
export const GetDevice: Operation<'GetDevice'> = async (world, request) => {
  const { user } = await authorizeShown(world, request.AccessToken)
  return { Device: deviceShape(await requireDevice(world, user, request.DeviceKey), 'user') }
}
