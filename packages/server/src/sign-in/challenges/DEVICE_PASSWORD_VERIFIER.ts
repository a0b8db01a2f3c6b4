import { deviceIdentity } from '@latchkey/srp'
import { canBeProved } from '../../devices/device.js'
import { deviceProofFailed } from '../device-proof.js'
import { proceed } from '../proceed.js'
import { claimIsRight, shownClaim } from '../srp-claim.js'
import { checkTicket, required, resume } from '../step.js'
import type { Challenge } from './challenge.js'

/** A remembered device proves its secret. The secret block alone tells the sign-in: some clients send no Session. */
export const DEVICE_PASSWORD_VERIFIER: Challenge = async (world, step) => {
  const claim = shownClaim(world, step)
  const ticket = checkTicket(step, claim.ticket, 'device secret')
  const signIn = await resume(world, step, ticket)
  const deviceKey = required(step, 'DEVICE_KEY')
  const { poolId, userId } = signIn.user
  const device =
    deviceKey === ticket.deviceKey
      ? await world.stores.devices.findTracked({ poolId, userId, deviceKey })
      : undefined
  if (!device?.secret || !canBeProved(device)) return deviceProofFailed(world, step, signIn, device)
  const identity = deviceIdentity(device.deviceGroupKey, device.deviceKey)
  if (!(await claimIsRight(world, claim, identity, device.secret.verifier))) {
    return deviceProofFailed(world, step, signIn, device)
  }
  return proceed(world, step, signIn, { device })
}
