import type { TrackedDevice } from '@latchkey/auth/latchkey'
import { useCallback, useState } from 'react'
import { type Loaded, useLoaded } from '../loading/use-loaded.js'
import { changed, useChanges } from './changes.js'
import { type DeviceSource, signedInUser } from './device-source.js'

export type Devices = Omit<Loaded<readonly TrackedDevice[]>, 'value'> & {
  /** This one first, then by their last use. Undefined until they are loaded. */
  devices: readonly TrackedDevice[] | undefined
  /** Those that something is being done with, by their ids. */
  working: ReadonlySet<string>
  /** Does something with devices, and loads the list anew. Rejects with what went wrong. */
  work<Value>(devices: readonly TrackedDevice[], run: () => Promise<Value>): Promise<Value>
}

/** The devices of the user, and what is being done with them. */
export function useDevices(source: DeviceSource = signedInUser): Devices {
  const load = useCallback(async (signal: AbortSignal) => inOrder(await source.devices(signal)), [source])
  const { value: devices, ...loaded } = useLoaded(load)
  const [working, setWorking] = useState<ReadonlySet<string>>(new Set())
  const { reload } = loaded
  useChanges(source, reload)

  const work = useCallback(
    async <Value>(devices: readonly TrackedDevice[], run: () => Promise<Value>): Promise<Value> => {
      const ids = devices.map(({ id }) => id)
      setWorking((before) => new Set([...before, ...ids]))
      try {
        const value = await run()
        changed(source, reload)
        await reload()
        return value
      } finally {
        setWorking((before) => new Set([...before].filter((id) => !ids.includes(id))))
      }
    },
    [source, reload],
  )
  return { ...loaded, devices, working, work }
}

export const inOrder = (devices: readonly TrackedDevice[]): readonly TrackedDevice[] =>
  [...devices].sort(
    (one, other) => Number(other.isCurrent) - Number(one.isCurrent) || lastUse(other) - lastUse(one),
  )

const lastUse = ({ lastAuthenticatedDate }: TrackedDevice) => lastAuthenticatedDate?.getTime() ?? 0
