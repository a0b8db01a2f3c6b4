import type { UserPoolDescriptionType } from '@latchkey/wire'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../server/call.js'
import { OPERATORS_POOL } from './operators.js'

/** The pools of the operator, by name, that of the operators last: all of them, since one is chosen among them. */
export const pools = queryOptions({
  queryKey: ['ListUserPools', {}],
  async queryFn({ signal }) {
    const found: UserPoolDescriptionType[] = []
    let NextToken: string | undefined
    do {
      const page = await call('ListUserPools', { MaxResults: 60, ...(NextToken && { NextToken }) }, signal)
      found.push(...(page.UserPools ?? []))
      NextToken = page.NextToken
    } while (NextToken)
    return found.sort(
      (one, other) => isOperators(one) - isOperators(other) || nameOf(one).localeCompare(nameOf(other)),
    )
  },
  staleTime: 60_000,
})

const isOperators = ({ Id }: UserPoolDescriptionType) => Number(Id === OPERATORS_POOL)

export const nameOf = ({ Name, Id }: UserPoolDescriptionType) => Name ?? Id ?? ''
