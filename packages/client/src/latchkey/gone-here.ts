import { dropForgotten } from '../devices/forget-device.js'
import { ownDevice } from '../devices/own-device.js'
import { emit } from '../events.js'
import type { SignedIn } from '../tokens/require-session.js'
import { clearSession, isStill } from '../tokens/session.js'

/** The server has forgotten this device and ended its sessions: nothing of either is any good here. */
export async function goneHere(signedIn: SignedIn): Promise<void> {
  const { world, session } = signedIn
  const own = await ownDevice(signedIn)
  if (own) await dropForgotten(signedIn, own.deviceKey)
  // Another tab may have signed somebody in meanwhile.
  if (await clearSession(world, isStill(world, session))) emit({ type: 'signedOut' })
}
