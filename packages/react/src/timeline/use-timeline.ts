import type { TimelineEvent } from '@latchkey/auth/latchkey'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useChanges } from '../devices/changes.js'
import { type DeviceSource, signedInUser } from '../devices/device-source.js'
import { useLoaded } from '../loading/use-loaded.js'

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

type Earlier = { events: readonly TimelineEvent[]; nextToken: string | undefined }

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
  const [earlier, setEarlier] = useState<Earlier>()
  const [earlierError, setEarlierError] = useState<unknown>()
  const [more, setMore] = useState<AbortController>()
  useEffect(() => () => more?.abort(), [more])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was loaded belongs to the timeline that it was asked of
  useEffect(() => () => setEarlier(undefined), [page])

  const nextToken = earlier ? earlier.nextToken : newest?.nextToken
  async function showEarlier() {
    const own = new AbortController()
    setMore(own)
    setEarlierError(undefined)
    try {
      const next = await page(own.signal, nextToken)
      if (own.signal.aborted) return
      setEarlier({ events: [...(earlier?.events ?? []), ...next.events], nextToken: next.nextToken })
    } catch (error) {
      if (!own.signal.aborted) setEarlierError(error)
    } finally {
      if (!own.signal.aborted) setMore(undefined)
    }
  }

  const events = useMemo(
    () =>
      newest && [
        ...new Map([...newest.events, ...(earlier?.events ?? [])].map((one) => [one.id, one])).values(),
      ],
    [newest, earlier],
  )
  return {
    events,
    error: error ?? earlierError,
    isLoading,
    reload,
    showEarlier: nextToken === undefined ? undefined : showEarlier,
    isLoadingEarlier: more !== undefined,
  }
}
