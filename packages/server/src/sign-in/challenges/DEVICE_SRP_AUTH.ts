import { canBeProved } from '../../devices/device.js'
import { invalidSession, notAuthorized } from '../../errors.js'
import type { World } from '../../operation.js'
import { secondFactors } from '../../pools/pool.js'
import { deviceProofFailed } from '../device-proof.js'
import { continuing } from '../proceed.js'
import { shownPublicValue, srpChallenge } from '../srp-claim.js'
import { required, requireTicket, resume, type SignIn, type Step } from '../step.js'
import { type Ticket, writeSession } from '../ticket.js'
import type { Challenge } from './challenge.js'

/**
 * A remembered device begins its proof. Its Session, which says that the first factor was proved, is asked for even
 * though some clients leave it out: nothing else would tie the device's proof to the user's.
 */
export const DEVICE_SRP_AUTH: Challenge = async (world, step) => {
  if (step.session === undefined) {
    throw notAuthorized('Cannot initiate DEVICE_SRP_AUTH flow without first authenticating')
  }
  const ticket = requireTicket(world, step, 'device key', ...secondFactors)
  const signIn = await resumeForDevice(world, step, ticket)
  const deviceKey = required(step, 'DEVICE_KEY')
  const A = shownPublicValue(step)
  const { poolId, userId, username } = signIn.user
  const device =
    deviceKey === ticket.deviceKey
      ? await world.stores.devices.findTracked({ poolId, userId, deviceKey })
      : undefined
  if (!device?.secret || !canBeProved(device)) return deviceProofFailed(world, step, signIn, device)
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

/**
 * The Session of a second factor will do once that factor was proved: amazon-cognito-identity-js shows that one, not
 * the one that the right code was answered with.
 */
async function resumeForDevice(world: World, step: Step, ticket: Ticket): Promise<SignIn> {
  const signIn = await resume(world, step, ticket)
  if (ticket.asks === 'device key') return signIn
  if (!(await world.stores.provedFactors.isNoted(ticket, world.clock.now()))) throw invalidSession()
  return { ...signIn, secondFactorProved: true }
}
