import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { nameOf, pools } from '../pools/pools.js'
import { Disclosure } from './disclosure.js'
import { Icon } from './icons.js'

/** Which pool the pages are about, and the way to another one. */
export function PoolChooser({ poolId }: { poolId: string | undefined }) {
  const { data = [] } = useQuery(pools)
  const here = data.find(({ Id }) => Id === poolId)
  const name = here ? nameOf(here) : (poolId ?? 'Choose a pool')
  return (
    <Disclosure
      className="chooser"
      button={
        <>
          <span className="chooser-words">
            <small>User pool</small>
            <span className="chooser-name">{name}</span>
          </span>
          <Icon name="chevron" />
        </>
      }
    >
      {(close) => (
        <ul>
          {data.map((pool) => (
            <li key={pool.Id}>
              <Link
                to="/pools/$poolId"
                params={{ poolId: pool.Id ?? '' }}
                onClick={close}
                aria-current={pool.Id === poolId ? 'true' : undefined}
              >
                <span className="chooser-name">{nameOf(pool)}</span>
                <small>{pool.Id}</small>
              </Link>
            </li>
          ))}
          <li className="chooser-all">
            <Link to="/pools" onClick={close}>
              All pools
            </Link>
          </li>
        </ul>
      )}
    </Disclosure>
  )
}
