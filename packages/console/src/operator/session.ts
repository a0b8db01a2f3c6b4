import type { OperatorRoleType, Responses } from '@latchkey/wire'
import { type QueryClient, queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { ask, isSignedOut } from '../server/call.js'
import { SESSION } from '../server/queries.js'
import { takeLink } from './link.js'

/** The operator who is signed in, as GetOperator tells. */
export type Operator = Responses['GetOperator']

/** Null where nobody is. */
export const session = queryOptions({
  queryKey: SESSION,
  async queryFn({ signal }): Promise<Operator | null> {
    await takeLink()
    try {
      return JSON.parse(await ask('/console/session', {}, signal)) as Operator
    } catch (error) {
      if (isSignedOut(error)) return null
      throw error
    }
  },
  staleTime: 60_000,
})

/** Begins the session of the page with what @latchkey/auth got; from here on the cookie stands for it. */
export async function beginSession(accessToken: string): Promise<void> {
  await ask('/console/session', { method: 'POST', headers: { authorization: `Bearer ${accessToken}` } })
}

/** For pages, which are shown to operators only. */
export function useOperator() {
  const operator = useSuspenseQuery(session).data
  return {
    name: operator?.Name ?? '',
    role: operator?.Role,
    pools: operator?.Pools ?? [],
    /** What the operator may do in a pool; undefined: nothing. */
    roleIn: (poolId: string | undefined) => roleIn(operator, poolId),
  }
}

/** The stronger of the role for all pools and the one for this pool. Without a pool: the one for all. */
export function roleIn(operator: Operator | null, poolId: string | undefined): OperatorRoleType | undefined {
  const here = operator?.Pools?.find(({ UserPoolId }) => UserPoolId === poolId)?.Role
  return [...strength].reverse().find((role) => role === operator?.Role || role === here)
}

/** From weak to strong. */
const strength = ['viewer', 'support', 'admin'] as const satisfies OperatorRoleType[]

export const isAtLeast = (role: OperatorRoleType | undefined, needed: OperatorRoleType) =>
  role !== undefined && strength.indexOf(role) >= strength.indexOf(needed)

/** What was shown to one operator is not shown to the next. */
export const dropAnswers = (client: QueryClient) =>
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION[0] })

/** Ends the session, here and on the server. */
export function useSignOut() {
  const client = useQueryClient()
  return async () => {
    await ask('/console/session', { method: 'DELETE' }).catch((error) => {
      if (!isSignedOut(error)) throw error
    })
    client.setQueryData(SESSION, null)
    dropAnswers(client)
  }
}
