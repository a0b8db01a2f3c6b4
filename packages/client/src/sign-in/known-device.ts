import { type ClientEphemeral, clientEphemeral } from '@latchkey/srp'
import { type DeviceRecord, findDevice } from '../devices/device-record.js'
import type { World } from '../world.js'

/** A device that a sign-in can name, and prove. */
export type KnownDevice = DeviceRecord & {
  /** The public half of its proof. Computed once, and ahead of time where that is worth it. */
  ephemeral(): Promise<ClientEphemeral>
}

export async function knownDevice(
  world: World,
  names: readonly (string | undefined)[],
): Promise<KnownDevice | undefined> {
  const record = await findDevice(world, names)
  let ephemeral: Promise<ClientEphemeral> | undefined
  return (
    record && {
      ...record,
      ephemeral() {
        ephemeral ??= world.engine().then((engine) => clientEphemeral(engine))
        return ephemeral
      },
    }
  )
}
