import { canBeProved, type Device } from '../devices/device.js'
import { deviceDoesNotExist } from '../errors.js'
import { happenedAgain } from '../events/happened.js'
import type { World } from '../operation.js'
import { proceed } from './proceed.js'
import type { Answer, SignIn, Step } from './step.js'

/**
 * A device whose secret is stale, or that is no longer remembered. The client is told that the device does not exist,
 * so that it drops its keys and goes on as a new one; "Incorrect username or password." would lock it out for ever.
 * After a second factor no client recovers from that, and nothing that is owed depends on the device any more: there
 * the sign-in goes on as on a new device. So it does where it rests on what cannot be shown twice: a code, a passkey,
 * a temporary password, the answer to a question of triggers.
 * See docs/reference/deviations.md.
 */
export async function deviceProofFailed(
  world: World,
  step: Step,
  signIn: SignIn,
  device: Device | undefined,
): Promise<Answer> {
  await happenedAgain(world, world.stores, signIn.user, {
    kind: 'wrong_device_secret',
    outcome: 'fail',
    reason: whyFailed(device),
    // A key that is not the user's is anybody's text.
    deviceKey: device?.deviceKey,
    clientId: step.client.clientId,
  })
  if (!signIn.secondFactorProved && !signIn.spent && !signIn.custom)
    throw deviceDoesNotExist('wrong device secret')
  world.metrics.signInRefused('wrong_device_secret')
  return proceed(world, step, signIn, { withoutDevice: true })
}

function whyFailed(device: Device | undefined): string {
  if (!device) return 'the device is not known'
  return canBeProved(device)
    ? 'another secret than the one of the device'
    : 'the device is no longer remembered'
}
