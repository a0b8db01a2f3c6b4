import { canBeProved } from '../../devices/device.js'
import { notAuthorized } from '../../errors.js'
import { deviceProofFailed } from '../device-proof.js'
import { continuing } from '../proceed.js'
import { shownPublicValue, srpChallenge } from '../srp-claim.js'
import { required, requireTicket, resume } from '../step.js'
import { writeSession } from '../ticket.js'
import type { Challenge } from './challenge.js'

/**
 * A remembered device begins its proof. Its Session, which says that the first factor was proved, is asked for even
 * though some clients leave it out: nothing else would tie the device's proof to the user's.
 */
export const DEVICE_SRP_AUTH: Challenge = async (world, step) => {
  if (step.session === undefined) {
    throw notAuthorized('Cannot initiate DEVICE_SRP_AUTH flow without first authenticating')
  }
  const ticket = requireTicket(world, step, 'device key')
  const signIn = await resume(world, step, ticket)
  const deviceKey = required(step, 'DEVICE_KEY')
  const A = shownPublicValue(step)
  const { poolId, userId, username } = signIn.user
  const device =
    deviceKey === ticket.deviceKey
      ? await world.stores.devices.findTracked({ poolId, userId, deviceKey })
      : undefined
  if (!device?.secret || !canBeProved(device)) return deviceProofFailed(world, step, signIn)
  const next = continuing(world, step, signIn, 'device secret', deviceKey)
  return {
    ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
    Session: writeSession(world.keyring, next),
    ChallengeParameters: {
      USERNAME: username,
      DEVICE_KEY: deviceKey,
      ...(await srpChallenge(world, next, A, device.secret)),
    },
  }
}
