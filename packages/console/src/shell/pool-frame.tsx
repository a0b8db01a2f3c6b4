import { Outlet, useParams } from '@tanstack/react-router'
import { useKeptListsAreLive } from '../devices/kept-lists.js'
import { usePoolIsLive } from '../server/live-events.js'

/** Around every page of a pool: what happens in the pool is seen in it without asking. */
export function PoolFrame() {
  const { poolId } = useParams({ from: '/pools/$poolId' })
  usePoolIsLive(poolId)
  useKeptListsAreLive(poolId)
  return <Outlet key={poolId} />
}
