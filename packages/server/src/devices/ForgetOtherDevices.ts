import type { Operation } from '../operation.js'
import { authorize } from '../users/authorize.js'
import { endOtherDevices } from './end-device.js'

export const ForgetOtherDevices: Operation<'ForgetOtherDevices'> = async (world, request) => {
  const { session } = await authorize(world, request.AccessToken, {
    alsoBeforeReset: 'by whoever asked for it',
  })
  return { Forgotten: await endOtherDevices(world, session, request.IncludeThisDevice ?? false) }
}
