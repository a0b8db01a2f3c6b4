import type { FoundUserType, Requests } from '@latchkey/wire'
import { readPageToken, writePageToken } from '../keys/page-token.js'
import type { Operation, World } from '../operation.js'
import type { Pool } from '../pools/pool.js'
import { requirePool } from '../pools/require-pool.js'
import { newestUsers, type SearchPosition, usersBeginningWith, type Wanted } from './search-users.js'
import { setUpFactors } from './second-factors.js'
import { type User, userStatuses } from './user.js'
import type { Seen } from './user-search-store.js'

/** What a page has where nothing else is asked for. */
const USUAL_PAGE = 60

export const AdminSearchUsers: Operation<'AdminSearchUsers'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const wanted = wantedOf(request)
  const text = request.Query?.trim() ?? ''
  const list = `AdminSearchUsers ${JSON.stringify([pool.poolId, text, wanted])}`
  const { PaginationToken: token, Limit = USUAL_PAGE } = request
  const after = token === undefined ? undefined : readPageToken(world.keyring, list, token)
  const { users, next } =
    text === ''
      ? await newestUsers(world, pool, wanted, after as Seen | undefined, Limit)
      : await usersBeginningWith(world, pool, text, wanted, after as SearchPosition | undefined, Limit)
  return {
    Users: await foundUsers(world, pool, users),
    PaginationToken: next && writePageToken(world.keyring, list, next),
  }
}

function wantedOf({ Statuses = [], Enabled }: Requests['AdminSearchUsers']): Wanted {
  const names: readonly string[] = Statuses
  return {
    statuses: names.length === 0 ? userStatuses : userStatuses.filter((status) => names.includes(status)),
    enabled: Enabled === undefined ? [true, false] : [Enabled],
  }
}

async function foundUsers({ stores }: World, { poolId }: Pool, users: readonly User[]) {
  const counts = await stores.deviceSearch.countByUser(
    poolId,
    users.map(({ userId }) => userId),
  )
  return users.map(
    (user): FoundUserType => ({
      Username: user.username,
      UserSub: user.userId,
      Email: user.attributes.email,
      PhoneNumber: user.attributes.phone_number,
      Name: nameOf(user),
      Status: user.status,
      Enabled: user.enabled,
      CreateDate: user.createdAt.getTime() / 1000,
      LastModifiedDate: user.modifiedAt.getTime() / 1000,
      Devices: counts.get(user.userId) ?? 0,
      HasMfa: setUpFactors(user).length > 0,
    }),
  )
}

function nameOf({ attributes: { name, given_name, family_name } }: User): string | undefined {
  const parts = [given_name, family_name].filter((part) => !!part).join(' ')
  return name || parts || undefined
}
