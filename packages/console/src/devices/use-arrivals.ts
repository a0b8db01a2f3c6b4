import type { DeviceFilterType, TrackedDeviceType } from '@latchkey/wire'
import { useQueryClient } from '@tanstack/react-query'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { useLiveEvents } from '../server/live-events.js'
import { type Arrivals, arrivals, withFirst } from './arrivals.js'
import { idOf } from './device-words.js'
import type { DevicePages } from './kept-lists.js'
import { poolDevices } from './pool-devices.js'

type Options = {
  poolId: string
  filter: DeviceFilterType
  /** Under which the list is kept. */
  queryKey: readonly unknown[]
  grid: RefObject<HTMLElement | null>
  /** Something is selected: rows stay where they are. */
  isChoosing: boolean
}

/** As many as are looked at for news. */
const HEAD = 50
/** How long a row says that it is new. */
const FRESH = 8000

/**
 * Devices that sign in while their list is open. They come first in it, unless that moved what somebody is about to
 * click: then they wait, and the page says how many.
 */
export function useArrivals({ poolId, filter, queryKey, grid, isChoosing }: Options) {
  const client = useQueryClient()
  const [waiting, setWaiting] = useState<Arrivals<TrackedDeviceType>>()
  const [fresh, setFresh] = useState<ReadonlySet<string>>(none)
  const isLooking = useRef(false)
  const name = JSON.stringify(queryKey)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key by what is in it
  const show = useCallback(
    ({ first, gap }: Arrivals<TrackedDeviceType>) => {
      setWaiting(undefined)
      setFresh(new Set(first.map(idOf)))
      if (gap) return void client.resetQueries({ queryKey, exact: true })
      client.setQueryData<DevicePages>(
        queryKey,
        (kept) => kept && { ...kept, pages: withFirst(kept.pages, first, idOf) },
      )
    },
    [client, name],
  )

  const isHeld = () => isChoosing || isInUse(grid.current)

  async function look() {
    const kept = client.getQueryData<DevicePages>(queryKey)
    if (!kept || isLooking.current) return
    isLooking.current = true
    try {
      const head = await poolDevices(poolId, filter, undefined, undefined, HEAD)
      const rows = client.getQueryData<DevicePages>(queryKey)?.pages.flatMap((page) => page.rows) ?? []
      const found = arrivals(rows, head.rows, idOf, ({ LastAuthenticatedDate }) => LastAuthenticatedDate)
      if (found.first.length === 0) return
      if (isHeld()) setWaiting(found)
      else show(found)
    } catch {
      // The next event brings the next look; that the server is away is told by the page.
    } finally {
      isLooking.current = false
    }
  }

  const looking = useRef(look)
  useEffect(() => {
    looking.current = look
  })
  useLiveEvents(poolId, (events) => {
    if (events.some(({ DeviceKey }) => DeviceKey !== undefined)) void looking.current()
  })
  // A list that was kept while another page was open has missed some.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each list
  useEffect(() => {
    setWaiting(undefined)
    void looking.current()
  }, [name])

  useEffect(() => {
    if (fresh.size === 0) return
    const timer = setTimeout(() => setFresh(none), FRESH)
    return () => clearTimeout(timer)
  }, [fresh])

  useEffect(() => {
    const element = grid.current
    if (!waiting || !element) return
    const left = () => {
      if (!isChoosing && !isInUse(element)) show(waiting)
    }
    // The button that shows them is above the list: whoever is on the way to it finds it there.
    const place = element.parentElement ?? element
    place.addEventListener('pointerleave', left)
    return () => place.removeEventListener('pointerleave', left)
  }, [waiting, grid, isChoosing, show])

  return {
    fresh,
    waiting: waiting?.first.length ?? 0,
    showWaiting() {
      window.scrollTo(0, 0)
      if (waiting) show(waiting)
    },
  }
}

const none: ReadonlySet<string> = new Set()

/** Pixels that count as the top of the page. */
const TOP = 40

/** A finger leaves its hover behind; a pointer is where it is. */
const pointers = window.matchMedia('(hover: hover)')

function isInUse(grid: HTMLElement | null): boolean {
  if (!grid) return false
  return (
    window.scrollY > TOP ||
    grid.contains(document.activeElement) ||
    (pointers.matches && grid.querySelector('.grid-body')?.matches(':hover') === true)
  )
}
