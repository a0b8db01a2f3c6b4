import { type Address, type Foundation, nameKey } from '../pools/pool.js'
import { type Attributes, addresses, aliasesOf, isEmail, isPhoneNumber } from './attributes.js'
import type { UserName } from './user.js'

/** The names of users: which ones a pool takes, and which ones a user has. Pure. */

const looksLike: Record<Address, (text: string) => boolean> = { email: isEmail, phone_number: isPhoneNumber }
const inWords: Record<Address, string> = { email: 'email', phone_number: 'phone number' }

/** Whether anybody can have this name, in any pool. Source: UsernameType. */
export const isUsername = (text: string) => /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(text)

const LONGEST_NAME = 128

/** In a pool whose usernames are addresses, the kind of address that a name is. */
export const addressNamed = (pool: Pick<Foundation, 'usernameAttributes'>, name: string) =>
  pool.usernameAttributes.find((address) => looksLike[address](name))

/** The kind of address that somebody could sign in with by this name. */
export const addressMeant = ({ usernameAttributes, aliasAttributes }: Foundation, name: string) =>
  addresses.find(
    (address) =>
      (usernameAttributes.includes(address) || aliasAttributes.includes(address)) && looksLike[address](name),
  )

/** What is wrong with a new user's name, in Cognito's words; undefined when nothing is. */
export function usernameFault(pool: Foundation, name: string): string | undefined {
  if (pool.usernameAttributes.length > 0)
    return addressNamed(pool, name) ? undefined : notAnAddress(pool.usernameAttributes)
  const fault = aliasFormat(pool, name)
  return fault && `Username ${fault}`
}

function notAnAddress(allowed: readonly Address[]): string {
  if (allowed.length > 1) return 'Username should be either an email or a phone number.'
  return allowed.includes('email') ? 'Username should be an email.' : 'Username should be a phone number.'
}

/** A name that is not an address must not look like one: it would stand in the way of the address's owner. */
function aliasFormat(pool: Foundation, name: string): string | undefined {
  const alias = addresses.find(
    (address) => pool.aliasAttributes.includes(address) && looksLike[address](name),
  )
  return (
    alias &&
    `cannot be of ${inWords[alias]} format, since user pool is configured for ${inWords[alias]} alias.`
  )
}

/** What is wrong with the names that attributes would give to a user. */
export function namingFault(pool: Foundation, attributes: Readonly<Attributes>): string | undefined {
  const { usernameAttributes, aliasAttributes } = pool
  if (usernameAttributes.length > 0 && !usernameAttributes.some((address) => attributes[address]))
    return `${usernameAttributes[0]}: The attribute is required`
  const preferred = aliasAttributes.includes('preferred_username') ? attributes.preferred_username : undefined
  // Nobody could sign in with it, and no index of PostgreSQL could hold it.
  if (preferred && preferred.length > LONGEST_NAME)
    return `preferred_username: Value must have at most ${LONGEST_NAME} characters, since it is an alias.`
  const fault = preferred && aliasFormat(pool, preferred)
  return fault && `preferred_username: Value ${fault}`
}

/** Every name of a user, in the spelling of `nameKey`, each once. */
export function namesOf(
  pool: Foundation,
  user: { userId: string; username: string; attributes: Readonly<Attributes> },
): UserName[] {
  const names: UserName[] = [
    { name: nameKey(pool, user.username), kind: 'username' },
    { name: nameKey(pool, user.userId), kind: 'sub' },
    ...aliasesOf(pool, user.attributes).map((name): UserName => ({ name, kind: 'alias' })),
  ]
  return names.filter(({ name }, index) => names.findIndex((other) => other.name === name) === index)
}

/** The attribute that an alias comes from. */
export const attributeNamed = (pool: Foundation, attributes: Readonly<Attributes>, alias: string) =>
  [...pool.usernameAttributes, ...pool.aliasAttributes].find(
    (attribute) => nameKey(pool, attributes[attribute] ?? '') === alias,
  )
