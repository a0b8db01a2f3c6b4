import { invalidParameter } from '../errors.js'
import { pageOf } from '../keys/page-of.js'
import type { Operation } from '../operation.js'
import { nameKey, type Pool } from '../pools/pool.js'
import { requirePool } from '../pools/require-pool.js'
import { parseUserFilter, type UserFilter } from './user-filter.js'
import { userShape } from './user-shape.js'

export const ListUsers: Operation<'ListUsers'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const filter = filterOf(pool, request.Filter)
  const visible = visibleOf(pool, request.AttributesToGet)
  const asked = { limit: request.Limit, token: request.PaginationToken }
  const { page, next } = await pageOf(world.keyring, `ListUsers ${pool.poolId}`, asked, {
    read: (after, limit) => world.stores.users.page(pool.poolId, filter, after, limit),
    positionOf: ({ userId }) => userId,
  })
  return { Users: page.map((user) => userShape(user, visible)), PaginationToken: next }
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
