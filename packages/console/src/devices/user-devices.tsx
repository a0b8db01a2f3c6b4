import { EmptyState } from '@latchkey/react'
import type { TrackedDeviceType } from '@latchkey/wire'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Grid } from '../lists/grid.js'
import type { List } from '../lists/use-list.js'
import './devices.css'
import { readingPages } from '../server/queries.js'
import { Fault } from '../shell/answer.js'
import { deviceColumns } from './device-columns.js'
import { idOf } from './device-words.js'

type Props = { poolId: string; userSub: string }

/** The devices of one user, also those that were forgotten lately. */
export function UserDevices({ poolId, userSub }: Props) {
  const navigate = useNavigate()
  const list = useUserDevices(poolId, userSub)
  const fresh = useFresh(list.rows)
  const columns = useMemo(() => deviceColumns(poolId, 'of one user'), [poolId])
  if (list.error && !list.rows) return <Fault error={list.error} retry={list.retry} />
  if (list.rows?.length === 0)
    return (
      <div className="panel">
        <EmptyState title="No devices">
          A device is here as soon as this user signs in on it, if the pool tracks devices.
        </EmptyState>
      </div>
    )
  return (
    <Grid
      label="Devices of this user"
      className="devices-grid user-devices-grid"
      columns={columns}
      list={list}
      keyOf={idOf}
      heights={{ row: 64, card: 120 }}
      waiting={3}
      fresh={fresh}
      isFaded={({ State }) => State === 'Forgotten'}
      open={({ DeviceKey }) =>
        void navigate({
          to: '/pools/$poolId/users/$userSub/devices/$deviceKey',
          params: { poolId, userSub, deviceKey: DeviceKey },
        })
      }
    />
  )
}

function useUserDevices(UserPoolId: string, Username: string): List<TrackedDeviceType> {
  const query = useInfiniteQuery(readingPages('AdminListTrackedDevices', { UserPoolId, Username }))
  const rows = useMemo(
    () =>
      query.data?.pages
        .flatMap(({ Devices }: { Devices: TrackedDeviceType[] }) => Devices)
        .sort(lastUsedFirst),
    [query.data],
  )
  return {
    rows,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    isOld: false,
    error: query.error,
    loadMore: () => void query.fetchNextPage({ cancelRefetch: false }),
    retry: () => void query.refetch(),
  }
}

/** The server tells them in the order in which they were tracked. */
const lastUsedFirst = (one: TrackedDeviceType, other: TrackedDeviceType) =>
  (other.LastAuthenticatedDate ?? 0) - (one.LastAuthenticatedDate ?? 0)

/** Those that were not there when the page was opened. */
function useFresh(rows: readonly TrackedDeviceType[] | undefined): ReadonlySet<string> {
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  const seen = useRef<Set<string>>(undefined)
  useEffect(() => {
    if (!rows) return
    const ids = rows.map(idOf)
    const news = seen.current ? ids.filter((id) => !seen.current?.has(id)) : []
    seen.current = new Set(ids)
    if (news.length > 0) setFresh(new Set(news))
  }, [rows])
  return fresh
}
