import { readFileSync } from 'node:fs'
import {
  type AdminCreateUserRequest,
  type CreateUserPoolClientRequest,
  type CreateUserPoolRequest,
  checkShape,
  type InputShapes,
  type SetUserPoolMfaConfigRequest,
} from '@latchkey/wire'
import { type Client, isClientId } from './clients/client.js'
import { newSecret } from './clients/client-secrets.js'
import { createClient, updateClient } from './clients/create-client.js'
import { Refusal } from './errors.js'
import type { World } from './operation.js'
import { changeMfa } from './pools/change-mfa.js'
import { createPool, updatePool } from './pools/create-pool.js'
import { isPoolId, nameKey, type Pool } from './pools/pool.js'
import { settingsOf } from './pools/pool-shape.js'
import { createUser } from './users/create-user.js'

/**
 * The configuration file: pools, clients and users in the shapes of CreateUserPool (with SetUserPoolMfaConfig),
 * CreateUserPoolClient and AdminCreateUser, each with an id of one's own choice; and the modules that may be triggers
 * of pools. docs/reference/configuration.md describes it.
 */
export type Configuration = {
  file: string
  /** By the names that LambdaConfig knows them under: paths, relative to the file. */
  modules: Record<string, string>
  pools: {
    UserPoolId: string
    request: CreateUserPoolRequest
    mfa: SetUserPoolMfaConfigRequest | undefined
  }[]
  clients: { ClientId: string; request: CreateUserPoolClientRequest }[]
  users: { Password: string | undefined; request: AdminCreateUserRequest }[]
}

/** Everything that is wrong with a configuration file, each fault with its path. */
export class ConfigurationError extends Error {
  constructor(file: string, faults: string[]) {
    super(`The configuration file ${file} cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
  }
}

type Entry = Record<string, unknown>

/** Reads and checks a configuration file. Throws ConfigurationError. */
export function readConfiguration(file: string): Configuration {
  const faults: string[] = []
  const document = parseDocument(file)
  for (const key of Object.keys(document)) {
    if (!['modules', 'pools', 'clients', 'users'].includes(key))
      faults.push(`${key}: unknown key; there are modules, pools, clients and users`)
  }
  const read = reader(document, faults)
  const mfaConfigs = readMfaConfigs(document.pools, faults)
  const configuration: Configuration = {
    file,
    modules: readModules(document.modules ?? {}, faults),
    pools: read('pools', 'CreateUserPoolRequest', { id: poolIdRule, elsewhere: MFA_CONFIG }).map(
      ({ own, request }, at) => ({ UserPoolId: own.UserPoolId ?? '', request, mfa: mfaConfigs[at] }),
    ),
    clients: read('clients', 'CreateUserPoolClientRequest', {
      id: clientIdRule,
      check: refuseGenerateSecret,
    }).map(({ own, request }) => ({ ClientId: own.ClientId ?? '', request })),
    users: read('users', 'AdminCreateUserRequest', { optional: 'Password' }).map(({ own, request }) => ({
      Password: own.Password,
      request,
    })),
  }
  if (faults.length > 0) throw new ConfigurationError(file, faults)
  return configuration
}

function parseDocument(file: string): Entry {
  try {
    const document: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (isEntry(document)) return document
  } catch (error) {
    throw new ConfigurationError(file, [error instanceof Error ? error.message : String(error)])
  }
  throw new ConfigurationError(file, ['It must hold a JSON object with pools, clients and users.'])
}

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const MODULE_NAME = /^[\w-]{1,64}$/

function readModules(modules: unknown, faults: string[]): Record<string, string> {
  if (!isEntry(modules)) {
    faults.push('modules: must be an object')
    return {}
  }
  const entries = Object.entries(modules).map(([name, path]): [string, string] => {
    const text = textOrNothing(path)
    if (!MODULE_NAME.test(name))
      faults.push(`modules.${name}: a name has letters, digits, _ and -, at most 64`)
    if (text === undefined) faults.push(`modules.${name}: ${NO_TEXT}`)
    return [name, text ?? '']
  })
  return Object.fromEntries(entries)
}

const MFA_CONFIG = 'UserPoolMfaConfig'

/** The members of SetUserPoolMfaConfig that stand in the entries of pools, by their index. */
function readMfaConfigs(pools: unknown, faults: string[]): (SetUserPoolMfaConfigRequest | undefined)[] {
  if (!Array.isArray(pools)) return []
  return pools.map((entry: unknown, at) => {
    if (!isEntry(entry) || entry[MFA_CONFIG] === undefined) return undefined
    const path = `pools[${at}].${MFA_CONFIG}`
    const given = entry[MFA_CONFIG]
    if (!isEntry(given)) {
      faults.push(`${path}: must be an object`)
      return undefined
    }
    const whole = { ...given, UserPoolId: entry.UserPoolId }
    const checked = checkShape('SetUserPoolMfaConfigRequest', whole, { unknown: 'refuse' })
    if (checked.ok) return checked.value
    // The id is the entry's, and is told there.
    const own = checked.violations.filter((violation) => violation.path !== 'UserPoolId')
    faults.push(...own.map((violation) => `${path}.${violation.path}: ${violation.message}`))
    return undefined
  })
}

type Own = Record<string, string | undefined>
type Read<Name extends keyof InputShapes> = { own: Own; request: InputShapes[Name] }

/** An id that the file gives, and what it must be. */
type IdRule = { member: string; passes(id: string): boolean; sentence: string }

/** What a list's entries have beside the shape's members, and what else is wrong with one. */
type Beside = {
  id?: IdRule
  optional?: string
  /** A member that is read by somebody else. */
  elsewhere?: string
  /** `Member: what is wrong`, or nothing. */
  check?: (entry: Entry) => string | undefined
}

const poolIdRule: IdRule = {
  member: 'UserPoolId',
  passes: isPoolId,
  sentence:
    'must look like local_MyPool1: a region (a-z, 0-9, -), an underscore, letters and digits; 55 characters at most',
}

const clientIdRule: IdRule = {
  member: 'ClientId',
  passes: isClientId,
  sentence: 'must have 1 to 128 characters, each a letter, a digit, _ or +',
}

/** It would be another secret at every start. */
const refuseGenerateSecret = ({ GenerateSecret }: Entry) =>
  GenerateSecret === true ? 'GenerateSecret: give the secret itself, as ClientSecret' : undefined

/** Reads a list of entries: the shape's members, and beside them our own, which are text. */
const reader =
  (document: Entry, faults: string[]) =>
  <Name extends keyof InputShapes>(list: string, shape: Name, beside: Beside): Read<Name>[] => {
    const entries = document[list] ?? []
    if (!Array.isArray(entries)) {
      faults.push(`${list}: must be a list`)
      return []
    }
    const idFault = idChecker(list, beside.id)
    return entries.flatMap((entry: unknown, at): Read<Name>[] => {
      const path = `${list}[${at}]`
      if (!isEntry(entry)) {
        faults.push(`${path}: must be an object`)
        return []
      }
      // Every check sees every entry: what is wrong is told at once, and under the index that the file has.
      const own = ownMembers(entry, beside)
      const told = [idFault(entry, at), optionalFault(entry, beside.optional), beside.check?.(entry)]
      const checked = checkShape(shape, without(entry, [...Object.keys(own), beside.elsewhere]), {
        unknown: 'refuse',
      })
      faults.push(...told.flatMap((fault) => (fault === undefined ? [] : [`${path}.${fault}`])))
      if (checked.ok) return [{ own, request: checked.value }]
      faults.push(...checked.violations.map((violation) => `${path}.${violation.path}: ${violation.message}`))
      return []
    })
  }

const textOrNothing = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

function ownMembers(entry: Entry, { id, optional }: Beside): Own {
  const names = [id?.member, optional].filter((name) => name !== undefined)
  return Object.fromEntries(names.map((name) => [name, textOrNothing(entry[name])]))
}

const without = (entry: Entry, names: readonly (string | undefined)[]): Entry =>
  Object.fromEntries(Object.entries(entry).filter(([name]) => !names.includes(name)))

const NO_TEXT = 'must be a text that is not empty'

const optionalFault = (entry: Entry, name: string | undefined) =>
  name === undefined || entry[name] === undefined || textOrNothing(entry[name]) !== undefined
    ? undefined
    : `${name}: ${NO_TEXT}`

/** Tells what is wrong with the id of one entry after the other; it remembers those that it saw. */
function idChecker(list: string, rule: IdRule | undefined) {
  const seen = new Map<string, number>()
  return (entry: Entry, at: number): string | undefined => {
    if (rule === undefined) return undefined
    const id = textOrNothing(entry[rule.member])
    if (id === undefined) return `${rule.member}: ${NO_TEXT}`
    if (!rule.passes(id)) return `${rule.member}: ${rule.sentence}`
    const first = seen.get(id)
    if (first !== undefined) return `${rule.member}: ${id} is there already, as ${list}[${first}]`
    seen.set(id, at)
    return undefined
  }
}

const TIMES = 5

/**
 * Makes what is not there yet and brings pools and clients to what the file says. Users that exist are left alone:
 * their passwords are theirs. Safe to apply again. Throws ConfigurationError.
 */
export async function applyConfiguration(world: World, configuration: Configuration): Promise<void> {
  const at = async (path: string, work: () => Promise<void>) => {
    for (let times = 1; ; times += 1) {
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        // Nodes that start together apply the same file: who comes second finds it done.
        if (times >= TIMES) throw new ConfigurationError(configuration.file, [`${path}: ${error.message}`])
      }
    }
  }
  for (const [index, { UserPoolId, request, mfa }] of configuration.pools.entries()) {
    await at(`pools[${index}]`, () => applyPool(world, UserPoolId, request))
    if (mfa) {
      await at(`pools[${index}].${MFA_CONFIG}`, async () => {
        await changeMfa(world, await requirePoolOf(world, UserPoolId), mfa)
      })
    }
  }
  for (const [index, { ClientId, request }] of configuration.clients.entries()) {
    await at(`clients[${index}]`, () => applyClient(world, ClientId, request))
  }
  for (const [index, { Password, request }] of configuration.users.entries()) {
    await at(`users[${index}]`, () => applyUser(world, Password, request))
  }
}

async function applyPool(world: World, poolId: string, request: CreateUserPoolRequest): Promise<void> {
  const existing = await world.stores.pools.find(poolId)
  if (!existing) {
    await createPool(world, poolId, request)
    return
  }
  refuseOtherFoundation(existing, request)
  await updatePool(world, existing, request)
}

/** What was fixed when the pool was made is not changed in silence, nor in silence left as it was. */
function refuseOtherFoundation(existing: Pool, request: CreateUserPoolRequest): void {
  const wanted = settingsOf(request)
  const has = (rule: { name: string }) => existing.schema.some(({ name }) => name === rule.name)
  const differs: [string, boolean][] = [
    ['UsernameAttributes', wanted.usernameAttributes.join() !== existing.usernameAttributes.join()],
    ['AliasAttributes', wanted.aliasAttributes.join() !== existing.aliasAttributes.join()],
    ['UsernameConfiguration', wanted.caseSensitive !== existing.caseSensitive],
    ['Schema', !wanted.schema.every(has)],
  ]
  const name = differs.find(([, differing]) => differing)?.[0]
  if (name === undefined) return
  throw new Refusal(
    'InvalidParameterException',
    `${name} was fixed when the pool was made, and is another one there. Use a new UserPoolId, or another data folder.`,
  )
}

async function requirePoolOf(world: World, poolId: string): Promise<Pool> {
  const pool = await world.stores.pools.find(poolId)
  if (pool) return pool
  throw new Refusal('ResourceNotFoundException', `There is no pool with the UserPoolId ${poolId}.`)
}

async function applyClient(
  world: World,
  clientId: string,
  request: CreateUserPoolClientRequest,
): Promise<void> {
  const pool = await requirePoolOf(world, request.UserPoolId)
  const existing = await world.stores.clients.find(pool.poolId, clientId)
  if (!existing) {
    const { ClientSecret: value } = request
    const secret = value === undefined ? undefined : newSecret(world, value)
    await createClient(world, pool, clientId, secret, request)
    return
  }
  refuseOtherSecret(existing, request)
  await updateClient(world, pool, existing, request)
}

/** Apps carry the secret: it is neither changed nor left as it was in silence. */
function refuseOtherSecret(existing: Client, { ClientSecret }: CreateUserPoolClientRequest): void {
  const isOneOfThem = existing.secrets.some(({ value }) => value === ClientSecret)
  if (isOneOfThem || (ClientSecret === undefined && existing.secrets.length === 0)) return
  throw new Refusal(
    'InvalidParameterException',
    'ClientSecret was fixed when the client was made, and is another one there. Use a new ClientId, or another data folder.',
  )
}

async function applyUser(
  world: World,
  password: string | undefined,
  request: AdminCreateUserRequest,
): Promise<void> {
  const pool = await requirePoolOf(world, request.UserPoolId)
  if (await world.stores.users.findByName(pool.poolId, nameKey(pool, request.Username))) return
  await createUser(world, pool, request, password === undefined ? {} : { permanentPassword: password })
}
