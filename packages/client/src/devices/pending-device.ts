import type { NewDeviceMetadataType } from '@latchkey/wire'
import { keyOf } from '../storage/keys.js'
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

export async function readPending(world: World, username: string): Promise<PendingDevice | undefined> {
  const stored = await world.storage.get(keyOf(world, username, 'pendingDevice'))
  try {
    return stored ? JSON.parse(stored) : undefined
  } catch {
    return undefined
  }
}

/** Whether it is still this device that waits: another sign-in may have brought another one meanwhile. */
export const stillWaits =
  (world: World, username: string, { deviceKey }: PendingDevice) =>
  async () =>
    (await readPending(world, username))?.deviceKey === deviceKey
