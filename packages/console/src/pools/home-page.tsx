import { useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { Answer } from '../shell/answer.js'
import { skeletonPage } from '../shell/page.js'
import { pools } from './pools.js'

/** Whoever has one pool wants to see that one. */
export const HomePage = () => (
  <Answer of={useQuery(pools)} meanwhile={skeletonPage()}>
    {([first, ...others]) =>
      first?.Id !== undefined && others.length === 0 ? (
        <Navigate to="/pools/$poolId" params={{ poolId: first.Id }} replace />
      ) : (
        <Navigate to="/pools" replace />
      )
    }
  </Answer>
)
