import type { Operation } from '../operation.js'
import { authorize } from '../users/authorize.js'
import { listTrackedDevices } from './list-tracked-devices.js'

/** Beside what ListDevices shows: the devices that are not remembered, and what this one is. */
export const ListTrackedDevices: Operation<'ListTrackedDevices'> = async (world, request) => {
  const { user, session } = await authorize(world, request.AccessToken, {
    alsoBeforeReset: 'by whoever asked for it',
  })
  return listTrackedDevices(world, user, { thisDevice: session.deviceKey }, request)
}
