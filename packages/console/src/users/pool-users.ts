import type { FoundUserType } from '@latchkey/wire'
import { dateOf } from '../devices/device-words.js'
import type { Table } from '../lists/export-rows.js'
import type { Page } from '../lists/rows.js'
import { call } from '../server/call.js'
import { asked, type UserSearch } from './user-search.js'
import { usersWords } from './user-words.js'

/** The most that the server gives at once. */
const PAGE = 200

/** One page of a pool's users: newest first, or as they match. */
export async function poolUsers(
  UserPoolId: string,
  search: UserSearch,
  next: string | undefined,
  signal?: AbortSignal,
): Promise<Page<FoundUserType>> {
  const request = { UserPoolId, ...asked(search), Limit: PAGE, PaginationToken: next }
  const { Users, PaginationToken } = await call('AdminSearchUsers', request, signal)
  return { rows: Users, next: PaginationToken }
}

/** Users in a file: everything that the list shows. */
export const userTable = (poolId: string, search: UserSearch): Table<FoundUserType> => ({
  name: `users-${poolId}`,
  read: (next, signal) => poolUsers(poolId, search, next, signal),
  words: usersWords,
  columns: {
    username: ({ Username }) => Username,
    user_sub: ({ UserSub }) => UserSub,
    name: ({ Name }) => Name,
    email: ({ Email }) => Email,
    phone_number: ({ PhoneNumber }) => PhoneNumber,
    status: ({ Status }) => Status,
    enabled: ({ Enabled }) => Enabled,
    has_mfa: ({ HasMfa }) => HasMfa,
    devices: ({ Devices }) => Devices,
    created: ({ CreateDate }) => dateOf(CreateDate),
  },
})
