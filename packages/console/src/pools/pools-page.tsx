import { EmptyState, Skeleton } from '@latchkey/react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useOperator } from '../operator/session.js'
import { Answer } from '../shell/answer.js'
import { Page } from '../shell/page.js'
import { OPERATORS_POOL } from './operators.js'
import { nameOf, pools } from './pools.js'

export const PoolsPage = () => {
  const { roleIn } = useOperator()
  return (
    <Page title="Pools" about="Each has its own users, devices and settings.">
      <Answer of={useQuery(pools)} meanwhile={<Skeleton height={240} />}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState title="There is no pool yet">Make one with CreateUserPool.</EmptyState>
          ) : (
            <ul className="pool-cards">
              {all.map((pool) => (
                <li key={pool.Id}>
                  <Link to="/pools/$poolId" params={{ poolId: pool.Id ?? '' }} className="pool-card">
                    <strong>{nameOf(pool)}</strong>
                    <code>{pool.Id}</code>
                    <small className="muted">
                      {pool.Id === OPERATORS_POOL && 'Who signs in to this console. '}You are{' '}
                      {roleIn(pool.Id) ?? 'no operator of it'}.
                    </small>
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Page>
  )
}
