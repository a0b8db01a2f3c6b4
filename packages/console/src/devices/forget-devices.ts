import type { DeviceFilterType, DeviceReferenceType } from '@latchkey/wire'
import { call } from '../server/call.js'

/** Those that were selected, or all that match. */
export type Doomed = { devices: readonly DeviceReferenceType[] } | { filter: DeviceFilterType }

type Options = {
  poolId: string
  doomed: Doomed
  signOut: boolean
  signal: AbortSignal
  onProgress: (forgotten: number) => void
}

/** The most that the server takes at once. */
const AT_ONCE = 200

/** Forgets one portion after the other, until none is left or the signal says to stop: what is forgotten stays it. */
export async function forgetDevices({ poolId, doomed, signOut, signal, onProgress }: Options): Promise<void> {
  let forgotten = 0
  for (const portion of portionsOf(doomed)) {
    let more = true
    while (more) {
      signal.throwIfAborted()
      // Not cut off by the signal: a portion that has begun ends, and is counted.
      const answer = await call('AdminForgetPoolDevices', {
        UserPoolId: poolId,
        SignOut: signOut,
        ...portion,
      })
      forgotten += answer.Forgotten
      onProgress(forgotten)
      more = answer.More
    }
  }
}

type Portion = { Filter: DeviceFilterType } | { Devices: DeviceReferenceType[] }

function* portionsOf(doomed: Doomed): Generator<Portion, void> {
  if ('filter' in doomed) {
    yield { Filter: doomed.filter }
    return
  }
  for (let from = 0; from < doomed.devices.length; from += AT_ONCE)
    yield { Devices: doomed.devices.slice(from, from + AT_ONCE) }
}
