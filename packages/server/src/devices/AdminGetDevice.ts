import type { Operation } from '../operation.js'
import { deviceShape } from './device-shape.js'
import { requestedUserAsResource } from './requested-user.js'
import { requireDevice } from './require-device.js'

export const AdminGetDevice: Operation<'AdminGetDevice'> = async (world, request) => {
  const user = await requestedUserAsResource(world, request)
  return { Device: deviceShape(await requireDevice(world, user, request.DeviceKey), { operatorOn: user }) }
}
