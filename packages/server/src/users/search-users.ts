import type { World } from '../operation.js'
import { nameKey, type Pool } from '../pools/pool.js'
import { namesOf } from './names.js'
import type { User, UserStatus } from './user.js'
import { folded, type Named, type SearchedAttribute, type Seen } from './user-search-store.js'

/** Where one looks for what a search begins with, in this order: who is found by two of them is found by the first. */
const sources = ['names', 'email', 'phone_number', 'name', 'family_name', 'given_name'] as const

type Source = (typeof sources)[number]

export type Wanted = { statuses: readonly UserStatus[]; enabled: readonly boolean[] }

/** Where a search goes on. */
export type SearchPosition = { source: Source; after: Named | undefined }

export type Found<Position> = { users: User[]; next: Position | undefined }

/** So many are looked at for one page: where few of them are wanted, it has fewer than were asked for. */
const MOST_READ = 2000

/** Everybody who is wanted, those who came last first. */
export async function newestUsers(
  { stores }: World,
  { poolId }: Pool,
  { statuses, enabled }: Wanted,
  after: Seen | undefined,
  limit: number,
): Promise<Found<Seen>> {
  const seen: Seen[] = []
  for (const isEnabled of enabled)
    for (const status of statuses)
      seen.push(
        ...(await stores.userSearch.ofGroup(poolId, { enabled: isEnabled, status }, after, limit + 1)),
      )
  seen.sort(newestFirst)
  const page = seen.slice(0, limit)
  const known = await usersOf(stores, poolId, page)
  const users = page.flatMap(({ userId }) => known.get(userId) ?? [])
  return { users, next: seen.length > limit ? page.at(-1) : undefined }
}

const newestFirst = (one: Seen, other: Seen) =>
  other.createdAt - one.createdAt || (one.userId < other.userId ? 1 : -1)

/** Those who are wanted and of whom something begins with the text. */
export async function usersBeginningWith(
  world: World,
  pool: Pool,
  text: string,
  { statuses, enabled }: Wanted,
  begin: SearchPosition | undefined,
  limit: number,
): Promise<Found<SearchPosition>> {
  const found: { user: User; at: SearchPosition }[] = []
  let read = 0
  let position: SearchPosition | undefined = begin ?? { source: 'names', after: undefined }
  while (position && found.length <= limit && read < MOST_READ) {
    const { source, after }: SearchPosition = position
    const named = await readFrom(world, pool, source, text, after, limit + 1)
    const users = await usersOf(world.stores, pool.poolId, named)
    for (const after of named) {
      const user = users.get(after.userId)
      if (!user || !statuses.includes(user.status) || !enabled.includes(user.enabled)) continue
      if (isFirst(pool, user, source, text, after.value)) found.push({ user, at: { source, after } })
    }
    read += named.length
    position = named.length > limit ? { source, after: named.at(-1) } : sourceAfter(source)
  }
  const page = found.slice(0, limit)
  return {
    users: page.map(({ user }) => user),
    next: found.length > limit ? page.at(-1)?.at : position,
  }
}

function sourceAfter(source: Source): SearchPosition | undefined {
  const next = sources[sources.indexOf(source) + 1]
  return next && { source: next, after: undefined }
}

const readFrom = (
  { stores: { userSearch } }: World,
  pool: Pool,
  source: Source,
  text: string,
  after: Named | undefined,
  limit: number,
): Promise<Named[]> =>
  source === 'names'
    ? userSearch.byName(pool.poolId, nameKey(pool, text), after, limit)
    : userSearch.byAttribute(pool.poolId, source, text, after, limit)

/** By their ids; those who were deleted meanwhile are not there. */
async function usersOf(
  { users }: World['stores'],
  poolId: string,
  list: readonly { userId: string }[],
): Promise<Map<string, User>> {
  const ids = [...new Set(list.map(({ userId }) => userId))]
  return new Map((await users.ofIds(poolId, ids)).map((user) => [user.userId, user]))
}

/** Whether this is where the user comes first, so that nobody is found twice. */
function isFirst(pool: Pool, user: User, source: Source, text: string, value: string): boolean {
  const names = namesThatBegin(pool, user, text)
  if (source === 'names') return value === names[0]
  if (names.length > 0) return false
  const attributes = sources.filter((name): name is SearchedAttribute => name !== 'names')
  return attributes.find((name) => begins(user.attributes[name], text)) === source
}

const namesThatBegin = (pool: Pool, user: User, text: string) =>
  namesOf(pool, user)
    .map(({ name }) => name)
    .filter((name) => name.startsWith(nameKey(pool, text)))
    .sort(bytewise)

/** The order of UTF-8, which is that of code points and not of the units of UTF-16. */
const bytewise = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other))

const begins = (value: string | undefined, text: string) =>
  value !== undefined && folded(value).startsWith(folded(text))
