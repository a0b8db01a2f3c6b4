import { Button, EmptyState } from '@latchkey/react'
import type { TrackedDeviceType } from '@latchkey/wire'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { ExportButton } from '../lists/export-button.js'
import { Grid } from '../lists/grid.js'
import { useRememberedScroll } from '../lists/remembered-scroll.js'
import { all, extendedTo, nothing, type Selection, toggled } from '../lists/selection.js'
import { useTold } from '../lists/told.js'
import { useList } from '../lists/use-list.js'
import '../lists/lists.css'
import './devices.css'
import { useWhyNot } from '../operator/roles.js'
import { reading } from '../server/queries.js'
import { Fault } from '../shell/answer.js'
import { Page } from '../shell/page.js'
import { deviceColumns } from './device-columns.js'
import { type DeviceSearch, deviceFilter, filtersSomething } from './device-filter.js'
import { deviceTable } from './device-table.js'
import { count, deviceName, idOf } from './device-words.js'
import { FilterBar } from './filter-bar.js'
import type { Doomed } from './forget-devices.js'
import { ForgetDialog } from './forget-dialog.js'
import { poolDevicesKey } from './kept-lists.js'
import { poolDevices } from './pool-devices.js'
import { useArrivals } from './use-arrivals.js'

const route = getRouteApi('/pools/$poolId/devices')

/** All devices of a pool, last used first. */
export function DevicesPage() {
  const { poolId } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const change = (search: DeviceSearch) => void navigate({ search, replace: true })
  return (
    <Page title="Devices" about="The devices on which users of this pool sign in, last used first.">
      <FilterBar search={search} onChange={change} />
      <Devices poolId={poolId} search={search} onClear={() => change({})} />
    </Page>
  )
}

type DevicesProps = { poolId: string; search: DeviceSearch; onClear: () => void }

function Devices({ poolId, search, onClear }: DevicesProps) {
  const navigate = route.useNavigate()
  const filter = useFilter(search)
  const queryKey = [...poolDevicesKey(poolId), search]
  const list = useList({
    key: queryKey,
    read: (next, signal) => poolDevices(poolId, filter, next, signal),
    keyOf: idOf,
  })
  useRememberedScroll(list)
  const counted = useQuery(reading('AdminCountPoolDevices', { UserPoolId: poolId, Filter: filter })).data
  const total = counted?.Count
  const [selection, setSelection] = useState<Selection>(nothing)
  const grid = useRef<HTMLDivElement>(null)
  const { fresh, waiting, showWaiting } = useArrivals({
    poolId,
    filter,
    queryKey,
    grid,
    isChoosing: selection.keys.size > 0,
  })
  const [tell, told] = useTold()
  const [doomed, setDoomed] = useState<Doomed>()
  const whyNot = useWhyNot('AdminForgetPoolDevices', poolId)

  const rows = list.rows ?? []
  const order = () => rows.filter(canBeForgotten).map(idOf)
  const chosen = useChosen(rows, selection)

  const isEmpty = list.rows?.length === 0 && !list.isOld && !list.hasMore
  // What is told of those that were forgotten outlives the list, which may be empty then.
  return (
    <>
      {list.error && !list.rows ? (
        <Fault error={list.error} retry={list.retry} />
      ) : isEmpty ? (
        <NoDevices isFiltered={filtersSomething(search)} onClear={onClear} />
      ) : (
        <div>
          <div className="list-tools">
            <Counted
              total={total}
              isAtLeast={counted?.AtLeast}
              chosen={chosen.length}
              onClear={() => setSelection(nothing)}
            />
            <ExportButton table={deviceTable(poolId, filter)} total={total} tell={tell} />
            {whyNot === undefined && (
              <Button
                variant={chosen.length > 0 ? 'danger' : 'secondary'}
                onPress={() => setDoomed(chosen.length > 0 ? { devices: chosen } : { filter })}
                isDisabled={chosen.length === 0 && (!total || !isTracked(search))}
              >
                <ForgetLabel chosen={chosen.length} total={total} isFiltered={filtersSomething(search)} />
              </Button>
            )}
            {waiting > 0 && (
              <button type="button" className="list-new" onClick={showWaiting}>
                Show {count(waiting)} new
              </button>
            )}
          </div>
          <Grid
            label="Devices"
            className="devices-grid"
            ref={grid}
            columns={deviceColumns(poolId)}
            list={list}
            keyOf={idOf}
            heights={{ row: 64, card: 120 }}
            fresh={fresh}
            isFaded={({ State }) => State === 'Forgotten'}
            open={({ UserSub = '', DeviceKey }) =>
              void navigate({
                to: '/pools/$poolId/users/$userSub/devices/$deviceKey',
                params: { poolId, userSub: UserSub, deviceKey: DeviceKey },
              })
            }
            choosing={
              whyNot === undefined && isTracked(search)
                ? {
                    selection,
                    toggle: (key) =>
                      setSelection((before) => (order().includes(key) ? toggled(before, key) : before)),
                    extendTo: (key) => setSelection((before) => extendedTo(before, key, order())),
                    all: () => setSelection(all(order())),
                    none: () => setSelection(nothing),
                    labelOf: (row) =>
                      canBeForgotten(row)
                        ? `Select ${deviceName(row)} of ${row.Username ?? 'an unknown user'}`
                        : undefined,
                  }
                : undefined
            }
          />
          {list.error !== null && (
            <div className="list-more-failed" role="alert">
              There is more, which could not be read.
              <Button size="small" onPress={list.retry}>
                Try again
              </Button>
            </div>
          )}
        </div>
      )}
      {doomed && (
        <ForgetDialog
          poolId={poolId}
          doomed={doomed}
          onClose={() => setDoomed(undefined)}
          onEnded={(sentence) => {
            setSelection(nothing)
            tell(sentence)
          }}
        />
      )}
      {told}
    </>
  )
}

/** What was forgotten while the page is open stays in its place. */
const canBeForgotten = ({ State }: TrackedDeviceType) => State === 'Remembered' || State === 'NotRemembered'

/** Others have nothing to forget: the server refuses. */
const isTracked = ({ state }: DeviceSearch) => state !== 'Forgotten' && state !== 'Issued'

/** What 7 days are is settled when a list is asked for: its pages, its count and its export agree. */
function useFilter(search: DeviceSearch) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the search by what is in it
  return useMemo(() => deviceFilter(search, Math.floor(Date.now() / 60_000) * 60), [JSON.stringify(search)])
}

const useChosen = (rows: readonly TrackedDeviceType[], { keys }: Selection) =>
  useMemo(
    () =>
      keys.size === 0
        ? []
        : rows
            .filter((row) => keys.has(idOf(row)) && canBeForgotten(row))
            .map(({ UserSub = '', DeviceKey }) => ({ UserSub, DeviceKey })),
    [rows, keys],
  )

type ForgetLabelProps = { chosen: number; total: number | undefined; isFiltered: boolean }

const ForgetLabel = ({ chosen, total, isFiltered }: ForgetLabelProps) =>
  chosen > 0 ? (
    <span>
      Forget {count(chosen)}
      <span className="only-wide">{chosen === 1 ? ' device' : ' devices'}</span> …
    </span>
  ) : (
    <span>
      Forget<span className="only-wide"> all</span> {total !== undefined && count(total)}
      {isFiltered && <span className="only-wide"> that match</span>} …
    </span>
  )

type CountedProps = {
  total: number | undefined
  /** There are more than were counted. */
  isAtLeast: boolean | undefined
  chosen: number
  onClear: () => void
}

const Counted = ({ total, isAtLeast, chosen, onClear }: CountedProps) => (
  <p className="list-count" role="status">
    {chosen > 0 ? (
      <>
        <strong>{count(chosen)}</strong> selected{' '}
        <button type="button" className="text-button" onClick={onClear}>
          Clear
        </button>
      </>
    ) : (
      total !== undefined && (
        <>
          <strong>{isAtLeast ? `${count(total)}+` : count(total)}</strong>{' '}
          {total === 1 ? 'device' : 'devices'}
        </>
      )
    )}
  </p>
)

const NoDevices = ({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) =>
  isFiltered ? (
    <div className="panel">
      <EmptyState title="No device matches" action={<Button onPress={onClear}>Clear filters</Button>}>
        Try another name, or a longer time.
      </EmptyState>
    </div>
  ) : (
    <div className="panel">
      <EmptyState title="No devices yet">
        A device is here as soon as somebody signs in on it, if the pool tracks devices.
      </EmptyState>
    </div>
  )
