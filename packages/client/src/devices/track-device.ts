import { AuthError } from '../errors.js'
import { emit } from '../events.js'
import { alone } from '../tokens/lock.js'
import { isExpired, lastUser, loadSession } from '../tokens/session.js'
import type { World } from '../world.js'
import { type PendingDevice, readPending } from './pending-device.js'

/**
 * Registers a device that waits for it, in the background of whatever goes on. Whoever needs the device awaits this;
 * it never rejects: a failure is told by the event `deviceTrackingFailed`.
 */
export function settleDevice(world: World): Promise<void> {
  world.tracking ??= track(world).finally(() => {
    world.tracking = undefined
    world.trackedAt = Date.now()
  })
  return world.tracking
}

/** How long a registration that failed is left alone by calls that have nothing to do with the device. */
const REST = 60_000

/** Takes up a registration that did not finish (the page was closed, the network was away), without being waited for. */
export function resumeTracking(world: World): void {
  if (!world.trackedAt || Date.now() - world.trackedAt > REST) settleDevice(world)
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
