import { invalidParameter } from '../errors.js'
import { readPageToken, writePageToken } from '../keys/page-token.js'
import type { Operation } from '../operation.js'
import { nameKey, type Pool } from '../pools/pool.js'
import { requirePool } from '../pools/require-pool.js'
import { parseUserFilter, type UserFilter } from './user-filter.js'
import { userShape } from './user-shape.js'

const MOST_USERS = 60

export const ListUsers: Operation<'ListUsers'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const filter = filterOf(pool, request.Filter)
  const visible = visibleOf(pool, request.AttributesToGet)
  const list = `ListUsers ${pool.poolId}`
  const { PaginationToken: token } = request
  const after = token === undefined ? '' : String(readPageToken(world.keyring, list, token))
  const limit = request.Limit || MOST_USERS
  const found = await world.stores.users.page(pool.poolId, filter, after, limit + 1)
  const users = found.slice(0, limit)
  const last = found.length > limit ? users.at(-1) : undefined
  return {
    Users: users.map((user) => userShape(user, visible)),
    ...(last && { PaginationToken: writePageToken(world.keyring, list, last.userId) }),
  }
}

/** A filter that says nothing lets everybody through. */
function filterOf(pool: Pool, text: string | undefined): UserFilter | undefined {
  if (!text?.trim()) return undefined
  const filter = parseUserFilter(text)
  if (typeof filter === 'string') throw invalidParameter(filter)
  return filter.attribute === 'username' ? { ...filter, value: nameKey(pool, filter.value) } : filter
}

/** Which attributes are answered; all of them when none are named. */
function visibleOf(pool: Pool, names: readonly string[] = []): (name: string) => boolean {
  const unknown = names.find((name) => !pool.schema.some((rule) => rule.name === name))
  if (unknown !== undefined)
    throw invalidParameter(`One or more requested attributes do not exist: ${unknown}`)
  return names.length === 0 ? () => true : (name) => names.includes(name)
}
