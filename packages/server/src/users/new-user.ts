import { invalidParameter, Refusal } from '../errors.js'
import type { Stores, World } from '../operation.js'
import { type Address, nameKey, type Pool } from '../pools/pool.js'
import { type Attributes, withFlags } from './attributes.js'
import { refuseFaults, refuseNaming } from './change-attributes.js'
import { addressNamed, attributeNamed, namesOf, usernameFault } from './names.js'
import type { NewUser } from './user-store.js'

/** Somebody who may become a user: checked, and not yet written. */
export type Applicant = Pick<NewUser, 'poolId' | 'userId' | 'username' | 'attributes'>

/**
 * Who a request describes. Where addresses are usernames, the name that was given becomes an attribute, and the
 * username is the sub. Throws InvalidParameterException.
 */
export function applicantOf(
  world: Pick<World, 'random'>,
  pool: Pool,
  name: string,
  given: Attributes,
  by: { byOperator: boolean },
): Applicant {
  const fault = usernameFault(pool, name)
  if (fault) throw invalidParameter(fault)
  const address = addressNamed(pool, name)
  const attributes = address ? { ...given, ...agreed(pool, address, name, given) } : given
  refuseFaults(pool, attributes, { creating: true, ...by })
  const kept = withFlags({}, attributes)
  refuseNaming(pool, kept)
  const userId = world.random.uuid()
  return { poolId: pool.poolId, userId, username: address ? userId : name, attributes: kept }
}

/** The username as the attribute that it is; an attribute that says otherwise is refused. */
function agreed(pool: Pool, address: Address, name: string, given: Attributes): Attributes {
  const other = given[address]
  if (other && nameKey(pool, other) !== nameKey(pool, name))
    throw invalidParameter(`Attribute value for ${address} must match the username.`)
  return { [address]: name }
}

/** Writes a new user with all names. Run it in a transaction. Throws UsernameExistsException. */
export async function insertUser(
  stores: Stores,
  pool: Pool,
  user: NewUser,
  now: Date,
  nameIsTaken: string,
): Promise<void> {
  const taken = await stores.users.insert(user, namesOf(pool, user), now)
  if (!taken) return
  const attribute = taken.kind === 'alias' && attributeNamed(pool, user.attributes, taken.name)
  const sentence = attribute ? `An account with the given ${attribute} already exists.` : nameIsTaken
  throw new Refusal('UsernameExistsException', sentence)
}
