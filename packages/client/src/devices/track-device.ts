import type { NewDeviceMetadataType } from '@latchkey/wire'
import { AuthError } from '../errors.js'
import { emit } from '../events.js'
import { keyOf } from '../storage/keys.js'
import { alone } from '../tokens/lock.js'
import { isExpired, lastUser, loadSession } from '../tokens/session.js'
import type { World } from '../world.js'

/**
 * A device that was issued with the tokens and has not registered its secret yet. It is stored with the tokens, so that
 * a page that is closed too early goes on where it stopped, with the same secret: ConfirmDevice in the same words may
 * be said twice, with another secret it may not.
 */
export type PendingDevice = {
  deviceKey: string
  deviceGroupKey: string
  registration?: Registration
}

/** The secret is here only where no vault holds it. */
export type Registration = { salt: string; verifier: string; secret: string | undefined }

/** What to store together with the tokens: the device that came with them, or that none did. */
export function pendingDevice(world: World, username: string, metadata: NewDeviceMetadataType | undefined) {
  const { DeviceKey: deviceKey, DeviceGroupKey: deviceGroupKey } = metadata ?? {}
  const pending = deviceKey && deviceGroupKey ? { deviceKey, deviceGroupKey } : undefined
  return { [keyOf(world, username, 'pendingDevice')]: pending && JSON.stringify(pending) }
}

/**
 * Registers a device that waits for it, in the background of whatever goes on. Whoever needs the device awaits this;
 * it never rejects: a failure is told by the event `deviceTrackingFailed`.
 */
export function settleDevice(world: World): Promise<void> {
  world.tracking ??= track(world).finally(() => {
    world.tracking = undefined
  })
  return world.tracking
}

async function track(world: World): Promise<void> {
  if (world.onServer) return
  // A look without the lock: most of the time there is nothing to do.
  const waiting = await readPending(world, await lastUser(world))
  if (!waiting) return
  await alone(world, 'device', () => register(world)).catch((error) => emit(notNow(waiting, error)))
}

async function register(world: World): Promise<void> {
  const session = await loadSession(world)
  const pending = session && (await readPending(world, session.username))
  // With an expired token the server would refuse for good: after the next refresh it is tried again.
  if (!session || !pending || isExpired(session)) return
  const { registerDevice } = await import('./register-device.js')
  await registerDevice(world, session, pending)
}

/** The code that registers a device could not be loaded, or there is no lock to be had. */
const notNow = ({ deviceKey: deviceId }: PendingDevice, underlyingError: unknown) => ({
  type: 'deviceTrackingFailed' as const,
  deviceId,
  error: new AuthError({
    name: 'DeviceTrackingException',
    message: 'The device was not tracked.',
    recoverySuggestion: 'It is tried again at the next call.',
    underlyingError,
  }),
  willRetry: true,
})

async function readPending(world: World, username: string): Promise<PendingDevice | undefined> {
  const stored = await world.storage.get(keyOf(world, username, 'pendingDevice'))
  try {
    return stored ? JSON.parse(stored) : undefined
  } catch {
    return undefined
  }
}
