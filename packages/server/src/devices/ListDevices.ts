import type { Operation } from '../operation.js'
import { authorize } from '../users/authorize.js'
import { listDevices } from './list-devices.js'

export const ListDevices: Operation<'ListDevices'> = async (world, request) => {
  const { user } = await authorize(world, request.AccessToken)
  return listDevices(world, user, 'user', request)
}
