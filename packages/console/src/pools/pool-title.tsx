import { useQuery } from '@tanstack/react-query'
import { CopyButton } from '../shell/copy-button.js'
import { nameOf, pools } from './pools.js'

/** The pool's name; its id until that is known. */
export function usePoolName(poolId: string): string {
  const pool = useQuery(pools).data?.find(({ Id }) => Id === poolId)
  return pool ? nameOf(pool) : poolId
}

/** The id, as apps need it. */
export const PoolTitle = ({ poolId }: { poolId: string }) => (
  <span className="pool-id">
    <code>{poolId}</code>
    <CopyButton text={poolId} label="Copy the id of the pool" />
  </span>
)
