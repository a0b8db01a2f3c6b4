import { isStorable } from '@latchkey/wire'
import { type Client, mayWrite } from '../clients/client.js'
import { invalidParameter, notAuthorized, passwordResetRequired, Refusal } from '../errors.js'
import { happened } from '../events/happened.js'
import { announceCode, keepCode, type PreparedCode } from '../messages/code.js'
import type { Stores, World } from '../operation.js'
import { type Address, nameKey, type Pool } from '../pools/pool.js'
import { type AttributeChange, attributeChange } from './attribute-change.js'
import {
  type Attributes,
  addresses,
  aliasesOf,
  attributesFault,
  isVerified,
  verifiedFlag,
} from './attributes.js'
import { attributeNamed, namingFault } from './names.js'
import { userDoesNotExist } from './require-user.js'
import { lostFactor } from './second-factors.js'
import type { User } from './user.js'
import { prepareVerification } from './verification.js'

const TRIES = 5

/**
 * Somebody else changed the same user at the same moment, again and again; or codes were asked for too often where no
 * other name for that is declared. Clients repeat such a request.
 */
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
  const strange = Object.keys(attributes).find((name) => !isStorable(attributes[name] ?? ''))
  // Requests are refused before; files of users and functions can say it, too.
  if (strange !== undefined)
    throw invalidParameter(`${strange}: Value must be Unicode text without the character U+0000.`)
  const fault = attributesFault(pool.schema, attributes, occasion)
  if (fault) throw invalidParameter(fault)
}

/** Throws InvalidParameterException when a user with these attributes could not be named as the pool wants. */
export function refuseNaming(pool: Pool, attributes: Attributes): void {
  const fault = namingFault(pool, attributes)
  if (fault) throw invalidParameter(`Attributes did not conform to the schema: ${fault}`)
}

/** Who changes attributes, and when. */
export type ChangeOccasion = {
  byOperator: boolean
  /** True while the user is still being made, when attributes that never change may be given. */
  creating?: boolean
  /** The client of the request; undefined for an operator's. */
  clientId: string | undefined
  metadata: Record<string, string> | undefined
}

/**
 * Changes a user's attributes, and with them the names under which the user signs in. Empty values remove. A changed
 * address that the pool verifies is sent a code; where the pool wants it, it waits for that code and the old one stays.
 * Throws InvalidParameterException, AliasExistsException, or TooManyRequestsException when a code cannot be sent yet.
 * @returns the codes that were sent.
 */
export async function changeAttributes(
  world: World,
  pool: Pool,
  owner: { poolId: string; userId: string },
  changes: Attributes,
  occasion: ChangeOccasion,
): Promise<PreparedCode[]> {
  refuseFaults(pool, changes, { creating: occasion.creating ?? false, byOperator: occasion.byOperator })
  for (let tries = 0; tries < TRIES; tries += 1) {
    const user = await world.stores.users.find(owner)
    if (!user) throw userDoesNotExist()
    if (!occasion.byOperator && user.status === 'RESET_REQUIRED') throw passwordResetRequired()
    const change = attributeChange(pool, user.attributes, changes)
    refuseNaming(pool, change.attributes)
    if (!occasion.byOperator) refuseLosingFactor(pool, user, change.attributes)
    const codes = await codesFor(world, pool, user, change, occasion)
    const unlessReset = !occasion.byOperator
    const keep = (stores: Stores) => keepChange(world, stores, pool, user, change, codes, unlessReset)
    if (await world.transactionOf(user, keep)) {
      for (const code of codes) announceCode(world, user.username, code)
      return codes
    }
  }
  throw busy()
}

const codesFor = (
  world: World,
  pool: Pool,
  recipient: User,
  { toVerify }: AttributeChange,
  { clientId, metadata }: ChangeOccasion,
): Promise<PreparedCode[]> =>
  Promise.all(
    toVerify.map((target) =>
      prepareVerification(
        world,
        { pool, clientId, recipient, occasion: 'changed address', metadata },
        target,
      ),
    ),
  )

async function keepChange(
  world: World,
  stores: Stores,
  pool: Pool,
  user: User,
  { attributes, waiting, withdrawn }: AttributeChange,
  codes: readonly PreparedCode[],
  unlessReset: boolean,
): Promise<boolean> {
  const now = world.clock.now()
  if (!(await keepAttributes(stores, pool, user, attributes, now, { unlessReset }))) return false
  for (const address of withdrawn) await stores.waitingAddresses.remove(user, address)
  for (const { address, to } of waiting) await stores.waitingAddresses.put(user, address, to)
  for (const code of codes) if (!(await keepCode(world, stores, user, code))) throw busy()
  await happened(world, stores, user, { kind: 'account_changed', reason: 'attributes were changed' })
  return true
}

/** Whoever takes away the address of a second factor would switch it off, and not know. Operators may. */
function refuseLosingFactor(pool: Pool, user: User, attributes: Attributes): void {
  const lost = pool.mfa === 'off' ? undefined : lostFactor(user, attributes)
  if (lost)
    throw invalidParameter(
      'The address is a second factor of the user. Switch it off first (SetUserMFAPreference).',
    )
}

/**
 * Writes attributes and lets the names follow them. Run it in a transaction. False, with nothing written, when the
 * attributes changed since the user was read. Throws AliasExistsException when a name is somebody else's.
 * @param options.force takes verified addresses from whoever has them (ForceAliasCreation).
 * @param options.unlessReset for what a user does in a session: while the password is to be reset, the address that the
 * code for it goes to must stay the user's, though the session was looked at before.
 */
export async function keepAttributes(
  stores: Stores,
  pool: Pool,
  user: User,
  attributes: Attributes,
  now: Date,
  options: { force?: boolean | undefined; unlessReset?: boolean } = {},
): Promise<boolean> {
  if (!(await stores.users.setAttributes(user, attributes, now, options))) return false
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
