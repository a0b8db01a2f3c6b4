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
  /** The other name that pointed there. */
  readonly foundBy: string | undefined
  /** Whether the server asked for its proof before: then it will again. */
  readonly isProved: boolean
}

/**
 * The device under any of a user's names. They need not be the same at each sign-in (an e-mail address today, the
 * username tomorrow), and the device is.
 *
 * @param names first what the server calls the user, as far as that is known: only this name may point to the keys of
 *   another one, since an address that was typed may belong to somebody else by now
 */
export async function findDevice(
  world: World,
  names: readonly (string | undefined)[],
): Promise<DeviceRecord | undefined> {
  const [first, ...others] = [...new Set(names)].filter((name) => name !== undefined)
  if (!first) return undefined
  const owner = await ownerOf(world, first)
  const found = (await recordOf(world, first)) ?? (owner && (await recordOf(world, owner, first)))
  if (found) return found
  for (const name of others) {
    const device = await recordOf(world, name)
    if (device) return device
  }
  return undefined
}

/** The other names by which a device is found: people's addresses, which must go when it goes. */
export async function namesOf(world: World, owner: string): Promise<string[]> {
  try {
    const names: unknown = JSON.parse((await world.storage.get(keyOf(world, owner, 'deviceNames'))) ?? '[]')
    return Array.isArray(names) ? names.map(String) : []
  } catch {
    return []
  }
}

const ownerOf = (world: World, name: string) => world.storage.get(keyOf(world, name, 'deviceOwner'))

async function recordOf(world: World, owner: string, foundBy?: string): Promise<DeviceRecord | undefined> {
  const names = ['deviceKey', 'deviceGroupKey', 'deviceProved'] as const
  const [deviceKey, deviceGroupKey, proved] = await Promise.all(
    names.map((name) => world.storage.get(keyOf(world, owner, name))),
  )
  if (!deviceKey || !deviceGroupKey) return undefined
  const secret = await secretOf(world, owner, deviceKey)
  if (!secret) return undefined
  return { deviceKey, deviceGroupKey, secret, owner, foundBy, isProved: proved === 'true' }
}

/**
 * The secret, from where it is. One that lies open (aws-amplify left it there) is taken over into the vault; where the
 * app wants it plain, one in the vault is taken out. It is never nowhere in between.
 */
async function secretOf(world: World, owner: string, deviceKey: string): Promise<string | undefined> {
  const key = keyOf(world, owner, 'randomPasswordKey')
  const plain = await world.storage.get(key)
  if (plain) {
    if (world.secrets === 'wrapped') {
      await world.storage.change({ [key]: await sealSecret(world, deviceKey, plain) })
    }
    return plain
  }
  const sealed = await openSecret(world, deviceKey).catch((error) => sayUnavailable(deviceKey, error))
  if (sealed && world.secrets === 'plain') {
    await world.storage.change({ [key]: sealed })
    await dropSecret(world, deviceKey)
  }
  return sealed
}

const vaultId = ({ pool }: World, deviceKey: string) => `${pool.clientId} ${deviceKey}`

/**
 * A secret that is in the vault.
 *
 * @throws when the vault cannot be read: it may be there nevertheless
 */
export async function openSecret(world: World, deviceKey: string): Promise<string | undefined> {
  const open = async () => world.vault?.open(vaultId(world, deviceKey))
  // Once more: what fails in IndexedDB often fails once.
  return open().catch(open)
}

function sayUnavailable(deviceId: string, error: unknown): undefined {
  emit({ type: 'deviceSecretUnavailable', deviceId, reason: String(error) })
  console.warn(
    `Latchkey: IndexedDB does not give the device's secret out: it signs in as a new one. ${error}`,
  )
}

/**
 * Puts a secret into the vault, if that is where secrets go.
 *
 * @returns what has to be kept in the open instead: nothing, or the secret where there is no vault or it refuses
 */
export async function sealSecret(
  world: World,
  deviceKey: string,
  secret: string,
): Promise<string | undefined> {
  if (world.secrets === 'plain') return secret
  try {
    if (!world.vault) throw new Error('There is no IndexedDB, or no WebCrypto, which browsers have on https.')
    await world.vault.seal(vaultId(world, deviceKey), secret)
    return undefined
  } catch (error) {
    sayUnprotected(world, error)
    return secret
  }
}

export const dropSecret = async (world: World, deviceKey: string) =>
  world.vault?.remove(vaultId(world, deviceKey))

/** Where it has been said. */
const saidUnprotected = new WeakSet<World>()

function sayUnprotected(world: World, error: unknown): void {
  if (saidUnprotected.has(world)) return
  saidUnprotected.add(world)
  const reason = error instanceof Error ? error.message : String(error)
  emit({ type: 'deviceSecretUnprotected', reason })
  console.warn(`Latchkey: the device's secret is stored as it is: ${reason}`)
}

/** The server does not know this device (any more): the sign-in goes on without. */
export async function loseDevice(world: World, { owner, foundBy, deviceKey }: DeviceRecord): Promise<void> {
  // The pointer may be wrong instead: an address that is somebody else's by now.
  if (foundBy) await world.storage.change({ [keyOf(world, foundBy, 'deviceOwner')]: undefined })
  else await dropDevice(world, owner, deviceKey)
}

/** Drops all that is kept of a device. */
export async function dropDevice(world: World, owner: string, deviceKey?: string): Promise<void> {
  if (deviceKey) await dropSecret(world, deviceKey)
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
