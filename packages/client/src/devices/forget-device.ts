import { emit } from '../events.js'
import { keyOf } from '../storage/keys.js'
import type { SignedIn } from '../tokens/require-session.js'
import { dropDevice } from './device-record.js'
import { ownDevice } from './own-device.js'

/** Forgets a device of the user's. What is kept here of it goes as well, where it is this one. */
export async function forget(signedIn: SignedIn, DeviceKey: string): Promise<void> {
  const { ask, AccessToken } = signedIn
  await ask('ForgetDevice', { AccessToken, DeviceKey })
  await dropForgotten(signedIn, DeviceKey)
}

/** The server has forgotten it. */
export async function dropForgotten(signedIn: SignedIn, DeviceKey: string): Promise<void> {
  const { world, session } = signedIn
  const own = await ownDevice(signedIn)
  const stored = await world.storage.get(keyOf(world, session.username, 'deviceKey'))
  if (own?.deviceKey === DeviceKey) await dropDevice(world, own.owner, DeviceKey)
  else if (stored === DeviceKey) await dropDevice(world, session.username, DeviceKey)
  emit({ type: 'deviceForgotten', deviceId: DeviceKey })
}
