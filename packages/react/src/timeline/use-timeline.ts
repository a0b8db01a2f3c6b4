import type { TimelineEvent } from '@latchkey/auth/latchkey'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useChanges } from '../devices/changes.js'
import { type DeviceSource, signedInUser } from '../devices/device-source.js'
import { useLoaded } from '../loading/use-loaded.js'
import { readOnFrom, type Stretch } from './read-on.js'

export type Timeline = {
  /** Newest first. Undefined until they are loaded. */
  events: readonly TimelineEvent[] | undefined
  error: unknown
  isLoading: boolean
  reload: () => Promise<void>
  /** Undefined where there are no earlier ones. */
  showEarlier: (() => Promise<void>) | undefined
  isLoadingEarlier: boolean
}

type Options = {
  /** Of this device only. */
  deviceId?: string | undefined
  source?: DeviceSource
  /** How many at once. Default: 50. */
  pageSize?: number
}

/** What happened to the user's account, or to one of their devices. */
export function useTimeline({ deviceId, source = signedInUser, pageSize = 50 }: Options = {}): Timeline {
  const page = useCallback(
    (signal: AbortSignal, nextToken?: string) =>
      source.timeline(
        {
          pageSize,
          ...(deviceId !== undefined && { device: { id: deviceId } }),
          ...(nextToken && { nextToken }),
        },
        signal,
      ),
    [source, deviceId, pageSize],
  )
  const { value: newest, error, isLoading, reload } = useLoaded(page)
  useChanges(source, reload)
  const [readOn, setReadOn] = useState<Stretch>()
  const [earlierError, setEarlierError] = useState<unknown>()
  const [more, setMore] = useState<AbortController>()
  useEffect(() => () => more?.abort(), [more])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was loaded belongs to the timeline that it was asked of
  useEffect(() => () => setReadOn(undefined), [page])

  const shown = useMemo(() => newest && readOnFrom(newest, readOn), [newest, readOn])
  const nextToken = shown?.nextToken
  async function showEarlier() {
    const own = new AbortController()
    setMore(own)
    setEarlierError(undefined)
    try {
      const next = await page(own.signal, nextToken)
      if (own.signal.aborted) return
      setReadOn({ events: [...(shown?.events ?? []), ...next.events], nextToken: next.nextToken })
    } catch (error) {
      if (!own.signal.aborted) setEarlierError(error)
    } finally {
      if (!own.signal.aborted) setMore(undefined)
    }
  }

  return {
    events: shown?.events,
    error: error ?? earlierError,
    isLoading,
    reload,
    showEarlier: nextToken === undefined ? undefined : showEarlier,
    isLoadingEarlier: more !== undefined,
  }
}
