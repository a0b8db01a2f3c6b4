import type { Operation } from '../operation.js'
import { listDevices } from './list-devices.js'
import { requestedUserAsResource } from './requested-user.js'

export const AdminListDevices: Operation<'AdminListDevices'> = async (world, request) => {
  const user = await requestedUserAsResource(world, request)
  return listDevices(world, user, { operatorOn: user }, request)
}
