import { keyOf } from '../storage/keys.js'
import type { World } from '../world.js'
import { type DeviceRecord, dropSecret, namesOf } from './device-record.js'

/* What a sign-in writes down of a device. Apart from device-record.ts, since who is signed in never needs it. */

/** A device that is registered. Its secret is here only where no vault has it. */
export type NewDevice = {
  deviceKey: string
  deviceGroupKey: string
  secret: string | undefined
  salt: string
}

/**
 * Keeps the keys of a device, unless it is not wanted any more.
 *
 * @param otherNames by which its user may come back
 * @returns whether it was kept
 */
export async function keepDevice(
  world: World,
  owner: string,
  device: NewDevice,
  otherNames: readonly (string | undefined)[],
  onlyIf: () => Promise<boolean>,
): Promise<boolean> {
  const pointers = otherNames.filter((name) => name && name !== owner)
  const before = await world.storage.get(keyOf(world, owner, 'deviceKey'))
  const changes = {
    [keyOf(world, owner, 'randomPasswordKey')]: device.secret,
    ...Object.fromEntries(pointers.map((name) => [keyOf(world, String(name), 'deviceOwner'), owner])),
    [keyOf(world, owner, 'deviceNames')]: JSON.stringify(pointers),
    [keyOf(world, owner, 'deviceSalt')]: device.salt,
    [keyOf(world, owner, 'deviceProved')]: undefined,
    [keyOf(world, owner, 'deviceGroupKey')]: device.deviceGroupKey,
    [keyOf(world, owner, 'deviceKey')]: device.deviceKey,
    // Last: a page that is closed before goes on with it.
    [keyOf(world, owner, 'pendingDevice')]: undefined,
  }
  if (!(await world.storage.change(changes, onlyIf))) return false
  if (before && before !== device.deviceKey) await dropSecret(world, before)
  return true
}

/** A user who came by another name than the one under which the device is stored finds it by this one as well. */
export async function linkDevice(
  world: World,
  username: string,
  otherNames: readonly (string | undefined)[],
): Promise<void> {
  if (await world.storage.get(keyOf(world, username, 'deviceKey'))) return
  for (const name of otherNames) {
    if (!name || !(await world.storage.get(keyOf(world, name, 'deviceKey')))) continue
    const names = [...new Set([...(await namesOf(world, name)), username])]
    await world.storage.change({
      [keyOf(world, username, 'deviceOwner')]: name,
      [keyOf(world, name, 'deviceNames')]: JSON.stringify(names),
    })
    return
  }
}

/** The device is known by its proof: remembers what the next one may be prepared with. */
export async function markProved(
  world: World,
  { owner, isProved }: DeviceRecord,
  salt: string,
): Promise<void> {
  if (isProved) return
  await world.storage.change({
    [keyOf(world, owner, 'deviceProved')]: 'true',
    [keyOf(world, owner, 'deviceSalt')]: salt,
  })
}
