import { checkSecretHash } from '../clients/require-client.js'
import type { World } from '../operation.js'
import { nameKey, type Pool } from '../pools/pool.js'
import { isEmail, isPhoneNumber } from '../users/attributes.js'
import { userDoesNotExist } from '../users/require-user.js'
import { isUserId, type Password, type User } from '../users/user.js'
import { required, type Step } from './step.js'

/** Whoever a name means, as far as the first factor goes; perhaps nobody. */
export type Account = {
  /** Undefined for a name that nobody has, where the client hides that. */
  user: User | undefined
  userId: string
  username: string
  password: Pick<Password, 'salt' | 'verifier'>
}

/**
 * The account of the name that a sign-in begins with. Where missing users are hidden, a name that nobody has gets a
 * stable account of its own: the same salt and id every time, and the same work to do (RFC 5054, 2.5.1.3).
 * Throws UserNotFoundException where they are not hidden.
 */
export async function accountNamed(world: World, step: Step): Promise<Account> {
  const name = required(step, 'USERNAME')
  const user = await world.stores.users.findByName(step.pool.poolId, nameKey(step.pool, name))
  checkSecretHash(step.client, [name, user?.username, user?.userId], step.shown.SECRET_HASH)
  if (!user && !step.client.hidesMissingUsers) throw userDoesNotExist()
  const account = accountOf(world, step.pool, user, nameKey(step.pool, name))
  step.about.userId = account.userId
  return account
}

export function accountOf(world: World, pool: Pool, user: User | undefined, name: string): Account {
  if (!user) return simulatedAccount(world, pool, name)
  const password = user.password ?? simulatedAccount(world, pool, user.userId).password
  return { user, userId: user.userId, username: user.username, password }
}

/**
 * Nobody's account. Its name is a UUID where a real user's would be another than the one that was typed; asked for by
 * that UUID, it is the same account again, with the same salt, as a real one would be.
 */
function simulatedAccount({ keyring }: World, pool: Pool, name: string): Account {
  const userId = isUserId(name)
    ? name
    : uuidOf(keyring.stretch('simulated user id', `${pool.poolId} ${name}`, 16))
  const secret = keyring.stretch('simulated password', `${pool.poolId} ${userId}`, 16 + 383)
  return {
    user: undefined,
    userId,
    username: isAlias(pool, name) ? userId : name,
    // A verifier of 383 bytes is below N, and costs no exponentiation that a real one does not cost.
    password: { salt: secret.subarray(0, 16).toString('hex'), verifier: secret.subarray(16) },
  }
}

/** Whether a real user with this name would have another username. */
const isAlias = ({ usernameAttributes, aliasAttributes }: Pool, name: string) =>
  usernameAttributes.length > 0 ||
  (aliasAttributes.includes('email') && isEmail(name)) ||
  (aliasAttributes.includes('phone_number') && isPhoneNumber(name))

/** A version 4 UUID out of 16 bytes (RFC 9562, 5.4). */
function uuidOf(bytes: Buffer): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
