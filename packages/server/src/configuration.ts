import { readFileSync } from 'node:fs'
import {
  type AdminCreateUserRequest,
  type CreateUserPoolClientRequest,
  type CreateUserPoolRequest,
  checkShape,
  type InputShapes,
} from '@latchkey/wire'
import { createClient, updateClient } from './clients/create-client.js'
import { Refusal } from './errors.js'
import type { World } from './operation.js'
import { createPool, updatePool } from './pools/create-pool.js'
import { isPoolId, nameKey, type Pool } from './pools/pool.js'
import { settingsOf } from './pools/pool-shape.js'
import { createUser } from './users/create-user.js'

/**
 * The configuration file: pools, clients and users in the shapes of CreateUserPool, CreateUserPoolClient and
 * AdminCreateUser, each with an id of one's own choice. docs/reference/configuration.md describes it.
 */
export type Configuration = {
  file: string
  pools: { UserPoolId: string; request: CreateUserPoolRequest }[]
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
    if (!['pools', 'clients', 'users'].includes(key))
      faults.push(`${key}: unknown key; there are pools, clients and users`)
  }
  const read = reader(document, faults)
  const configuration: Configuration = {
    file,
    pools: read('pools', 'CreateUserPoolRequest', ['UserPoolId']).map(({ own, request }) => ({
      UserPoolId: own.UserPoolId ?? '',
      request,
    })),
    clients: read('clients', 'CreateUserPoolClientRequest', ['ClientId']).map(({ own, request }) => ({
      ClientId: own.ClientId ?? '',
      request,
    })),
    users: read('users', 'AdminCreateUserRequest', [], ['Password']).map(({ own, request }) => ({
      Password: own.Password,
      request,
    })),
  }
  configuration.pools.forEach(({ UserPoolId }, at) => {
    if (!isPoolId(UserPoolId))
      faults.push(
        `pools[${at}].UserPoolId: must look like local_MyPool1: a region (a-z, 0-9, -), an underscore, letters and digits`,
      )
  })
  configuration.clients.forEach(({ request }, at) => {
    // It would be another secret at every start.
    if (request.GenerateSecret)
      faults.push(`clients[${at}].GenerateSecret: give the secret itself, as ClientSecret`)
  })
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

type Read<Name extends keyof InputShapes> = {
  own: Record<string, string | undefined>
  request: InputShapes[Name]
}

/** Reads a list of entries: the shape's members, and beside them our own, which are text. */
const reader =
  (document: Entry, faults: string[]) =>
  <Name extends keyof InputShapes>(
    list: string,
    shape: Name,
    needed: string[],
    optional: string[] = [],
  ): Read<Name>[] => {
    const entries = document[list] ?? []
    if (!Array.isArray(entries)) {
      faults.push(`${list}: must be a list`)
      return []
    }
    return entries.flatMap((entry: unknown, at): Read<Name>[] => {
      const path = `${list}[${at}]`
      if (!isEntry(entry)) {
        faults.push(`${path}: must be an object`)
        return []
      }
      const own = ownMembers(entry, path, needed, optional, faults)
      const rest = Object.fromEntries(Object.entries(entry).filter(([name]) => !(name in own)))
      const checked = checkShape(shape, rest, { unknown: 'refuse' })
      if (checked.ok) return [{ own, request: checked.value }]
      faults.push(...checked.violations.map((violation) => `${path}.${violation.path}: ${violation.message}`))
      return []
    })
  }

function ownMembers(entry: Entry, path: string, needed: string[], optional: string[], faults: string[]) {
  const own: Record<string, string | undefined> = {}
  for (const name of [...needed, ...optional]) {
    const value = entry[name]
    if (value === undefined && !needed.includes(name)) continue
    if (typeof value !== 'string' || value === '')
      faults.push(`${path}.${name}: must be a text that is not empty`)
    own[name] = typeof value === 'string' ? value : undefined
  }
  return own
}

/**
 * Makes what is not there yet and brings pools and clients to what the file says. Users that exist are left alone:
 * their passwords are theirs. Safe to apply again. Throws ConfigurationError.
 */
export async function applyConfiguration(world: World, configuration: Configuration): Promise<void> {
  const at = async (path: string, work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      if (error instanceof Refusal)
        throw new ConfigurationError(configuration.file, [`${path}: ${error.message}`])
      throw error
    }
  }
  for (const [index, { UserPoolId, request }] of configuration.pools.entries()) {
    await at(`pools[${index}]`, () => applyPool(world, UserPoolId, request))
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
  if (existing) await updateClient(world, pool, existing, request)
  else await createClient(world, pool, clientId, request.ClientSecret, request)
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
