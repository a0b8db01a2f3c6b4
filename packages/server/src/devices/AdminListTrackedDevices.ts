import type { Operation } from '../operation.js'
import { listTrackedDevices } from './list-tracked-devices.js'
import { requestedUser } from './requested-user.js'

export const AdminListTrackedDevices: Operation<'AdminListTrackedDevices'> = async (world, request) => {
  const { user } = await requestedUser(world, request)
  return listTrackedDevices(world, user, { operatorOn: user }, request)
}
