import type { Requests, UserStatusType } from '@latchkey/wire'

/** Which users a list shows, as it stands in its address: `?q=alice&status=CONFIRMED&enabled=no`. */
export type UserSearch = {
  q?: string | undefined
  status?: UserStatusType | undefined
  enabled?: 'yes' | 'no' | undefined
}

export const userStatuses = [
  'CONFIRMED',
  'UNCONFIRMED',
  'FORCE_CHANGE_PASSWORD',
  'RESET_REQUIRED',
  'EXTERNAL_PROVIDER',
] as const satisfies readonly UserStatusType[]

/** The longest that the server takes. */
export const LONGEST_QUERY = 256

/** An address is anybody's text: what is not understood is left out. */
export function userSearch(raw: Record<string, unknown>): UserSearch {
  return {
    q: textOf(raw.q),
    status: userStatuses.find((status) => status === raw.status),
    enabled: raw.enabled === 'yes' || raw.enabled === 'no' ? raw.enabled : undefined,
  }
}

export const asked = ({
  q,
  status,
  enabled,
}: UserSearch): Omit<Requests['AdminSearchUsers'], 'UserPoolId'> => ({
  ...(q && { Query: q }),
  ...(status && { Statuses: [status] }),
  ...(enabled && { Enabled: enabled === 'yes' }),
})

export const searchesSomething = (search: UserSearch): boolean =>
  Object.values(search).some((value) => value !== undefined)

/** The router reads `?q=4917` as a number; not those digits that a number cannot hold. */
function textOf(raw: unknown): string | undefined {
  if (typeof raw !== 'string' && typeof raw !== 'number' && typeof raw !== 'boolean') return undefined
  return String(raw).trim().slice(0, LONGEST_QUERY) || undefined
}
