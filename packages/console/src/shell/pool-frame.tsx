import { Outlet, useParams } from '@tanstack/react-router'
import { useKeptListsAreLive } from '../devices/kept-lists.js'
import { usePoolIsLive } from '../server/live-events.js'
import { useKeptUsersAreLive } from '../users/kept-users.js'
import { NotFound } from './not-found.js'

/** Around every page of a pool: what happens in the pool is seen in it without asking. */
export function PoolFrame() {
  const { poolId } = useParams({ from: '/pools/$poolId' })
  return isPoolId(poolId) ? <Inside key={poolId} poolId={poolId} /> : <NotFound />
}

/** UserPoolIdType of the protocol. Of another one there is nothing to ask the server. */
const isPoolId = (text: string) => /^[\w-]+_[0-9a-zA-Z]+$/.test(text)

function Inside({ poolId }: { poolId: string }) {
  usePoolIsLive(poolId)
  useKeptListsAreLive(poolId)
  useKeptUsersAreLive(poolId)
  return <Outlet />
}
