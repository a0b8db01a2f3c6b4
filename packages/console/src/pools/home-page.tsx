import { useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { Answer } from '../shell/answer.js'
import { skeletonPage } from '../shell/page.js'
import { OPERATORS_POOL } from './operators.js'
import { pools } from './pools.js'

/** Whoever has one pool wants to see that one; that of the operators is not what a server is run for. */
export const HomePage = () => (
  <Answer of={useQuery(pools)} meanwhile={skeletonPage()}>
    {(all) => {
      const [first, ...others] = all.filter(({ Id }) => Id !== OPERATORS_POOL)
      return first?.Id !== undefined && others.length === 0 ? (
        <Navigate to="/pools/$poolId" params={{ poolId: first.Id }} replace />
      ) : (
        <Navigate to="/pools" replace />
      )
    }}
  </Answer>
)
