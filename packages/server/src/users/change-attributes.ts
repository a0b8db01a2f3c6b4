import { type Client, mayWrite } from '../clients/client.js'
import { invalidParameter, notAuthorized, Refusal } from '../errors.js'
import type { Stores, World } from '../operation.js'
import { type Address, nameKey, type Pool } from '../pools/pool.js'
import {
  type Attributes,
  addresses,
  aliasesOf,
  attributesFault,
  isVerified,
  verifiedFlag,
  withFlags,
} from './attributes.js'
import { attributeNamed, namingFault } from './names.js'
import { userDoesNotExist } from './require-user.js'
import type { User } from './user.js'

const TRIES = 5

/** Somebody else changed the same user at the same moment, again and again. Clients repeat such a request. */
export const busy = () => new Refusal('TooManyRequestsException', 'Too many requests')

/** Throws NotAuthorizedException when a client may not set one of these attributes. */
export function refuseUnwritable(client: Client, names: readonly string[]): void {
  if (!names.every((name) => mayWrite(client, name)))
    throw notAuthorized('A client attempted to write unauthorized attribute')
}

/** Throws InvalidParameterException when attributes break the pool's rules. */
export function refuseFaults(
  pool: Pool,
  attributes: Attributes,
  occasion: { creating: boolean; byOperator: boolean },
): void {
  const fault = attributesFault(pool.schema, attributes, occasion)
  if (fault) throw invalidParameter(fault)
}

/** Throws InvalidParameterException when a user with these attributes could not be named as the pool wants. */
export function refuseNaming(pool: Pool, attributes: Attributes): void {
  const fault = namingFault(pool, attributes)
  if (fault) throw invalidParameter(`Attributes did not conform to the schema: ${fault}`)
}

/**
 * Changes a user's attributes, and with them the names under which the user signs in. Empty values remove.
 * Throws InvalidParameterException or AliasExistsException.
 * @param occasion.creating while the user is still being made, when attributes that never change may be given.
 */
export async function changeAttributes(
  world: World,
  pool: Pool,
  owner: { poolId: string; userId: string },
  changes: Attributes,
  occasion: { byOperator: boolean; creating?: boolean },
): Promise<void> {
  refuseFaults(pool, changes, { creating: false, ...occasion })
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (await world.transaction((stores) => tryChange(stores, pool, owner, changes, world.clock.now())))
      return
  }
  throw busy()
}

async function tryChange(
  stores: Stores,
  pool: Pool,
  owner: { poolId: string; userId: string },
  changes: Attributes,
  now: Date,
): Promise<boolean> {
  const user = await stores.users.find(owner)
  if (!user) throw userDoesNotExist()
  const attributes = withFlags(user.attributes, changes)
  refuseNaming(pool, attributes)
  return keepAttributes(stores, pool, user, attributes, now)
}

/**
 * Writes attributes and lets the names follow them. Run it in a transaction. False, with nothing written, when the
 * attributes changed since the user was read. Throws AliasExistsException when a name is somebody else's.
 * @param options.force takes verified addresses from whoever has them (ForceAliasCreation).
 */
export async function keepAttributes(
  stores: Stores,
  pool: Pool,
  user: User,
  attributes: Attributes,
  now: Date,
  options: { force?: boolean | undefined } = {},
): Promise<boolean> {
  if (!(await stores.users.setAttributes(user, attributes, now))) return false
  const before = aliasesOf(pool, user.attributes)
  const after = aliasesOf(pool, attributes)
  for (const name of before.filter((old) => !after.includes(old))) await stores.users.removeAlias(user, name)
  if (options.force) await takeAddresses(stores, pool, user.userId, attributes, now)
  const added = after.filter((name) => !before.includes(name))
  const taken = await stores.users.addNames(
    user,
    added.map((name) => ({ name, kind: 'alias' })),
  )
  if (taken) throw aliasExists(attributeNamed(pool, attributes, taken.name))
  return true
}

const aliasExists = (attribute = 'alias') =>
  new Refusal('AliasExistsException', `An account with the ${attribute} already exists.`)

/**
 * Frees the verified addresses of a user (a new one, or one whose code was right) as names. Only addresses: nobody
 * proves to own a preferred_username. Where addresses are usernames, none is ever taken from its user.
 */
export async function takeAddresses(
  stores: Stores,
  pool: Pool,
  userId: string,
  attributes: Attributes,
  now: Date,
): Promise<void> {
  for (const address of addresses) {
    const value = attributes[address]
    if (!value || !pool.aliasAttributes.includes(address) || !isVerified(attributes, address)) continue
    const name = nameKey(pool, value)
    const ownerId = await stores.users.ownerOfName(pool.poolId, name)
    if (ownerId && ownerId !== userId) {
      await yieldAddress(stores, pool, { poolId: pool.poolId, userId: ownerId }, address, name, now)
    }
  }
}

/** The address stays written down with its former user, but it is no longer verified and no name of theirs. */
async function yieldAddress(
  stores: Stores,
  pool: Pool,
  owner: { poolId: string; userId: string },
  address: Address,
  name: string,
  now: Date,
): Promise<void> {
  const user = await stores.users.find(owner)
  if (!user || nameKey(pool, user.attributes[address] ?? '') !== name) return
  const attributes = { ...user.attributes, [verifiedFlag(address)]: 'false' }
  if (!(await stores.users.setAttributes(user, attributes, now))) throw busy()
  await stores.users.removeAlias(user, name)
}
