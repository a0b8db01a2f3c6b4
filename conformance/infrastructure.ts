import type {
  CognitoIdentityProvider,
  CreateGroupCommandInput,
  CreateUserPoolClientCommandInput,
  CreateUserPoolCommandInput,
  SetUserPoolMfaConfigCommandInput,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider'
import { given } from './pool-server.js'

/**
 * An infrastructure script as people write them for Amazon Cognito: it is told what there is to be, compares that
 * with what there is, and makes the one into the other. It knows nothing of Latchkey but its endpoint.
 */

export type WantedPool = {
  /** Fixed when the pool is made. */
  foundation: Pick<
    CreateUserPoolCommandInput,
    'UsernameAttributes' | 'AliasAttributes' | 'UsernameConfiguration' | 'Schema'
  >
  settings: Omit<
    CreateUserPoolCommandInput,
    keyof WantedPool['foundation'] | 'PoolName' | 'MfaConfiguration' | 'UserPoolTags'
  >
  mfa: Omit<SetUserPoolMfaConfigCommandInput, 'UserPoolId'>
  tags: Record<string, string>
  clients: Record<string, Omit<CreateUserPoolClientCommandInput, 'UserPoolId' | 'ClientName'>>
  groups: Record<string, Omit<CreateGroupCommandInput, 'UserPoolId' | 'GroupName'>>
}

/** Pools by their names. */
export type Wanted = Record<string, WantedPool>

/** What was done, in words: `create pool staff`. */
export type Changes = string[]

type Sdk = CognitoIdentityProvider

/** Makes what there is into what is wanted. No change when it is so already. */
export async function apply(sdk: Sdk, wanted: Wanted): Promise<Changes> {
  const changes: Changes = []
  const found = await poolsByName(sdk)
  for (const [name, pool] of Object.entries(wanted)) {
    const id = found.get(name) ?? (await createPool(sdk, name, pool, changes))
    await settlePool(sdk, id, name, pool, changes)
    await settleTags(sdk, id, name, pool, changes)
    await settleClients(sdk, id, name, pool, changes)
    await settleGroups(sdk, id, name, pool, changes)
  }
  for (const [name, id] of found) if (!(name in wanted)) await removePool(sdk, id, name, changes)
  return changes
}

/** Ends with nothing. */
export const destroy = (sdk: Sdk): Promise<Changes> => apply(sdk, {})

async function poolsByName(sdk: Sdk): Promise<Map<string, string>> {
  const pools = await everyPage(async (NextToken) => {
    const page = await sdk.listUserPools({ MaxResults: 1, NextToken })
    return [page.UserPools, page.NextToken]
  })
  return new Map(pools.map(({ Name, Id }) => [given(Name), given(Id)]))
}

async function createPool(sdk: Sdk, name: string, pool: WantedPool, changes: Changes): Promise<string> {
  const { UserPool } = await sdk.createUserPool({ PoolName: name, ...pool.foundation, ...pool.settings })
  changes.push(`create pool ${name}`)
  return given(UserPool?.Id)
}

async function settlePool(
  sdk: Sdk,
  UserPoolId: string,
  name: string,
  pool: WantedPool,
  changes: Changes,
): Promise<void> {
  const there = await described(sdk, UserPoolId)
  const fixed = differences(pool.foundation, foundationOf(there))
  if (fixed.length > 0) throw new Error(`pool ${name}: ${fixed.join()} cannot be changed; replace the pool`)
  const changed = differences(pool.settings, there)
  // An update sets what it does not name to its default: it says everything, also what stays as it is.
  const { MfaConfiguration, UserPoolTags } = there
  if (changed.length > 0) {
    await sdk.updateUserPool({ UserPoolId, ...pool.settings, MfaConfiguration, UserPoolTags })
    changes.push(`update pool ${name}: ${changed.join()}`)
  }
  const mfa = differences(pool.mfa, await sdk.getUserPoolMfaConfig({ UserPoolId }))
  if (mfa.length === 0) return
  await sdk.setUserPoolMfaConfig({ UserPoolId, ...pool.mfa })
  changes.push(`update MFA of ${name}: ${mfa.join()}`)
}

const described = async (sdk: Sdk, UserPoolId: string) =>
  given((await sdk.describeUserPool({ UserPoolId })).UserPool)

/** The pool as CreateUserPool was told: custom attributes without their prefix, and the others only if they are narrowed. */
const foundationOf = (pool: UserPoolType) => ({
  ...pool,
  Schema: pool.SchemaAttributes?.map((attribute) => ({
    ...attribute,
    Name: attribute.Name?.replace(/^(dev:)?custom:/, ''),
  })),
})

async function settleTags(
  sdk: Sdk,
  id: string,
  name: string,
  { tags }: WantedPool,
  changes: Changes,
): Promise<void> {
  const ResourceArn = given((await described(sdk, id)).Arn)
  const { Tags: there = {} } = await sdk.listTagsForResource({ ResourceArn })
  const TagKeys = Object.keys(there).filter((key) => !(key in tags))
  const added = Object.entries(tags).filter(([key, value]) => there[key] !== value)
  if (TagKeys.length > 0) await sdk.untagResource({ ResourceArn, TagKeys })
  if (added.length > 0) await sdk.tagResource({ ResourceArn, Tags: Object.fromEntries(added) })
  const keys = [...TagKeys.map((key) => `-${key}`), ...added.map(([key]) => `+${key}`)]
  if (keys.length > 0) changes.push(`tag ${name}: ${keys.join()}`)
}

async function settleClients(
  sdk: Sdk,
  UserPoolId: string,
  pool: string,
  { clients }: WantedPool,
  changes: Changes,
): Promise<void> {
  const listed = await everyPage(async (NextToken) => {
    const page = await sdk.listUserPoolClients({ UserPoolId, MaxResults: 1, NextToken })
    return [page.UserPoolClients, page.NextToken]
  })
  const found = new Map(listed.map(({ ClientName, ClientId }) => [given(ClientName), given(ClientId)]))
  for (const [ClientName, wanted] of Object.entries(clients)) {
    const ClientId = found.get(ClientName)
    if (ClientId === undefined) {
      await sdk.createUserPoolClient({ UserPoolId, ClientName, ...wanted })
      changes.push(`create client ${pool}/${ClientName}`)
    } else await settleClient(sdk, { UserPoolId, ClientId, ClientName }, pool, wanted, changes)
  }
  for (const [ClientName, ClientId] of found) {
    if (ClientName in clients) continue
    await sdk.deleteUserPoolClient({ UserPoolId, ClientId })
    changes.push(`delete client ${pool}/${ClientName}`)
  }
}

async function settleClient(
  sdk: Sdk,
  named: { UserPoolId: string; ClientId: string; ClientName: string },
  pool: string,
  { GenerateSecret, ...wanted }: WantedPool['clients'][string],
  changes: Changes,
): Promise<void> {
  const { UserPoolId, ClientId, ClientName } = named
  const { UserPoolClient } = await sdk.describeUserPoolClient({ UserPoolId, ClientId })
  if ((UserPoolClient?.ClientSecret !== undefined) !== (GenerateSecret ?? false))
    throw new Error(`client ${ClientName}: GenerateSecret cannot be changed; replace the client`)
  const changed = differences(wanted, UserPoolClient ?? {})
  if (changed.length === 0) return
  await sdk.updateUserPoolClient({ ...named, ...wanted })
  changes.push(`update client ${pool}/${ClientName}: ${changed.join()}`)
}

async function settleGroups(
  sdk: Sdk,
  UserPoolId: string,
  pool: string,
  { groups }: WantedPool,
  changes: Changes,
): Promise<void> {
  const listed = await everyPage(async (NextToken) => {
    const page = await sdk.listGroups({ UserPoolId, Limit: 1, NextToken })
    return [page.Groups, page.NextToken]
  })
  const found = new Map(listed.map((group) => [given(group.GroupName), group]))
  for (const [GroupName, wanted] of Object.entries(groups)) {
    const there = found.get(GroupName)
    const changed = there ? differences(wanted, there) : []
    if (!there) await sdk.createGroup({ UserPoolId, GroupName, ...wanted })
    else if (changed.length > 0) await sdk.updateGroup({ UserPoolId, GroupName, ...wanted })
    else continue
    changes.push(
      there ? `update group ${pool}/${GroupName}: ${changed.join()}` : `create group ${pool}/${GroupName}`,
    )
  }
  for (const GroupName of found.keys()) {
    if (GroupName in groups) continue
    await sdk.deleteGroup({ UserPoolId, GroupName })
    changes.push(`delete group ${pool}/${GroupName}`)
  }
}

async function removePool(sdk: Sdk, UserPoolId: string, name: string, changes: Changes): Promise<void> {
  const { DeletionProtection } = await described(sdk, UserPoolId)
  if (DeletionProtection === 'ACTIVE')
    await sdk.updateUserPool({ UserPoolId, DeletionProtection: 'INACTIVE' })
  await sdk.deleteUserPool({ UserPoolId })
  changes.push(`delete pool ${name}`)
}

/** More pages than any test has. */
const MOST_PAGES = 100

async function everyPage<Item>(
  pageAfter: (token: string | undefined) => Promise<[items: Item[] | undefined, next: string | undefined]>,
): Promise<Item[]> {
  const all: Item[] = []
  let token: string | undefined
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const [items = [], next] = await pageAfter(token)
    all.push(...items)
    if (next === undefined) return all
    token = next
  }
  throw new Error('The list does not end.')
}

/** The members of what is wanted that are not so; what is there may say more. */
const differences = (wanted: object, there: object): string[] =>
  Object.entries(wanted)
    .filter(([name, value]) => !says(Reflect.get(there, name), value))
    .map(([name]) => name)

function says(there: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return Array.isArray(there) && saysEach(there, wanted)
  if (typeof wanted !== 'object' || wanted === null) return there === wanted
  return typeof there === 'object' && there !== null && differences(wanted, there).length === 0
}

/** Lists of names are sets; a schema has more attributes than it was told of. */
const saysEach = (there: unknown[], wanted: unknown[]) =>
  wanted.every((item) => there.some((other) => says(other, item))) &&
  (wanted.some((item) => typeof item === 'object') || there.length === wanted.length)
