import { emit } from '../events.js'
import { keyOf } from '../storage/keys.js'
import type { World } from '../world.js'

/** What this app keeps of its device for one user: all that a proof needs. */
export type DeviceRecord = {
  readonly deviceKey: string
  readonly deviceGroupKey: string
  readonly secret: string
  /** The name in whose keys it is stored. */
  readonly owner: string
  /** Whether the server asked for its proof before: then it will again. */
  readonly isProved: boolean
}

/**
 * The device under any of a user's names: what they typed, and what the server calls them. They need not be the same
 * at each sign-in (an e-mail address today, the username tomorrow), and the device is.
 */
export async function findDevice(
  world: World,
  names: readonly (string | undefined)[],
): Promise<DeviceRecord | undefined> {
  for (const name of new Set(names)) {
    const found =
      name && ((await recordOf(world, name)) ?? (await recordOf(world, await ownerOf(world, name))))
    if (found) return found
  }
  return undefined
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
    return world.storage.change({
      [keyOf(world, username, 'deviceOwner')]: name,
      [keyOf(world, name, 'deviceNames')]: JSON.stringify(names),
    })
  }
}

/** The other names by which a device is found: people's addresses, which must go when it goes. */
async function namesOf(world: World, owner: string): Promise<string[]> {
  try {
    const names: unknown = JSON.parse((await world.storage.get(keyOf(world, owner, 'deviceNames'))) ?? '[]')
    return Array.isArray(names) ? names.map(String) : []
  } catch {
    return []
  }
}

const ownerOf = (world: World, name: string) => world.storage.get(keyOf(world, name, 'deviceOwner'))

async function recordOf(world: World, owner: string | undefined): Promise<DeviceRecord | undefined> {
  if (!owner) return undefined
  const names = ['deviceKey', 'deviceGroupKey', 'deviceProved'] as const
  const [deviceKey, deviceGroupKey, proved] = await Promise.all(
    names.map((name) => world.storage.get(keyOf(world, owner, name))),
  )
  if (!deviceKey || !deviceGroupKey) return undefined
  const secret = await secretOf(world, owner, deviceKey)
  if (!secret) return undefined
  return { deviceKey, deviceGroupKey, secret, owner, isProved: proved === 'true' }
}

/**
 * The secret, from where it is. One that lies open (aws-amplify left it there) is taken over into the vault; where the
 * app wants it plain, one in the vault is taken out.
 */
async function secretOf(world: World, owner: string, deviceKey: string): Promise<string | undefined> {
  const key = keyOf(world, owner, 'randomPasswordKey')
  const plain = await world.storage.get(key)
  const secret = plain ?? (await openSecret(world, deviceKey))
  if (secret && (plain !== undefined) === world.sealsSecrets) {
    await world.storage.change({ [key]: await sealSecret(world, deviceKey, secret) })
  }
  return secret
}

const vaultId = ({ pool }: World, deviceKey: string) => `${pool.clientId} ${deviceKey}`

export const openSecret = async (world: World, deviceKey: string) =>
  world.vault?.open(vaultId(world, deviceKey))

/**
 * Puts a secret into the vault where there is one.
 *
 * @returns what has to be kept in the open instead: nothing, or the secret where the vault refuses or is not wanted
 */
export async function sealSecret(
  world: World,
  deviceKey: string,
  secret: string,
): Promise<string | undefined> {
  const { vault } = world
  if (!world.sealsSecrets) {
    await vault?.remove(vaultId(world, deviceKey))
    return secret
  }
  try {
    if (!vault)
      throw new Error('there is no IndexedDB, or no WebCrypto, which browsers have on https and localhost.')
    await vault.seal(vaultId(world, deviceKey), secret)
    return undefined
  } catch (error) {
    sayUnprotected(world, error instanceof Error ? error.message : String(error))
    return secret
  }
}

function sayUnprotected(world: World, reason: string): void {
  world.vault = undefined
  world.sealsSecrets = false
  emit({ type: 'deviceSecretUnprotected', reason })
  console.warn(`Latchkey: the device's secret is stored as it is: ${reason}`)
}

/** A device that was registered: its keys, its secret, and the other names by which its user may come back. */
export type NewDevice = { deviceKey: string; deviceGroupKey: string; secret: string; salt: string }

export async function keepDevice(
  world: World,
  owner: string,
  device: NewDevice,
  otherNames: readonly (string | undefined)[],
): Promise<void> {
  const pointers = otherNames.filter((name) => name && name !== owner)
  const before = await world.storage.get(keyOf(world, owner, 'deviceKey'))
  const secret = await sealSecret(world, device.deviceKey, device.secret)
  await world.storage.change({
    [keyOf(world, owner, 'randomPasswordKey')]: secret,
    [keyOf(world, owner, 'pendingDevice')]: undefined,
    ...Object.fromEntries(pointers.map((name) => [keyOf(world, String(name), 'deviceOwner'), owner])),
    [keyOf(world, owner, 'deviceNames')]: JSON.stringify(pointers),
    [keyOf(world, owner, 'deviceSalt')]: device.salt,
    [keyOf(world, owner, 'deviceProved')]: undefined,
    [keyOf(world, owner, 'deviceGroupKey')]: device.deviceGroupKey,
    [keyOf(world, owner, 'deviceKey')]: device.deviceKey,
  })
  if (before && before !== device.deviceKey) await world.vault?.remove(vaultId(world, before))
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

/** Drops what is kept of a device that the server does not know (any more). */
export async function dropDevice(world: World, owner: string, deviceKey?: string): Promise<void> {
  if (deviceKey) await world.vault?.remove(vaultId(world, deviceKey))
  const names = await namesOf(world, owner)
  await world.storage.change({
    ...Object.fromEntries(names.map((name) => [keyOf(world, name, 'deviceOwner'), undefined])),
    [keyOf(world, owner, 'deviceNames')]: undefined,
    [keyOf(world, owner, 'deviceKey')]: undefined,
    [keyOf(world, owner, 'deviceGroupKey')]: undefined,
    [keyOf(world, owner, 'randomPasswordKey')]: undefined,
    [keyOf(world, owner, 'deviceSalt')]: undefined,
    [keyOf(world, owner, 'deviceProved')]: undefined,
    [keyOf(world, owner, 'pendingDevice')]: undefined,
  })
}
