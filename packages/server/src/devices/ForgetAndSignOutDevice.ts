import type { Operation } from '../operation.js'
import { authorize, refuseEnded } from '../users/authorize.js'
import { endDevice } from './end-device.js'

/** ForgetDevice, and at once: its access tokens do not live on to their expiry. */
export const ForgetAndSignOutDevice: Operation<'ForgetAndSignOutDevice'> = async (world, request) => {
  const { session } = await authorize(world, request.AccessToken, {
    alsoBeforeReset: 'by whoever asked for it',
  })
  await world.transactionOf(session, async (stores) => {
    await refuseEnded(stores, session)
    await endDevice(world, stores, session, request.DeviceKey)
  })
  world.metrics.deviceBecame('forgotten')
  return {}
}
