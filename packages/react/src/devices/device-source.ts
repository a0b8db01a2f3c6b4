import { doNotRememberDevice, fetchAuthSession, rememberDevice, signOut } from '@latchkey/auth'
import {
  type FetchTimelineInput,
  type FetchTimelineOutput,
  fetchTimeline,
  fetchTrackedDevices,
  forgetOtherDevices,
  type ReportDeviceOutput,
  renameDevice,
  reportDevice,
  signOutDevice,
  type TrackedDevice,
} from '@latchkey/auth/latchkey'

/**
 * Where the components get devices from and what they do with them. An app that goes through a server of its own passes
 * another one.
 */
export type DeviceSource = {
  devices(signal: AbortSignal): Promise<readonly TrackedDevice[]>
  timeline(input: FetchTimelineInput, signal: AbortSignal): Promise<FetchTimelineOutput>
  rename(device: TrackedDevice, name: string): Promise<unknown>
  /** This device. */
  remember(): Promise<unknown>
  stopRemembering(): Promise<unknown>
  forget(device: TrackedDevice): Promise<unknown>
  /** @returns how many were forgotten */
  forgetOthers(includeThisDevice: boolean): Promise<number>
  report(device: TrackedDevice): Promise<ReportDeviceOutput['passwordChange']>
}

/** A page rather says that a server does not answer than have people wait for half a minute. */
const DEADLINE = 10_000

/** The user who is signed in with @latchkey/auth. */
export const signedInUser: DeviceSource = {
  devices: (signal) => inSession(() => fetchTrackedDevices({ signal, deadline: DEADLINE })),
  timeline: (input, signal) => inSession(() => fetchTimeline(input, { signal, deadline: DEADLINE })),
  rename: ({ id }, name) => inSession(() => renameDevice({ device: { id }, name })),
  remember: () => inSession(() => rememberDevice()),
  stopRemembering: () => inSession(() => doNotRememberDevice()),
  async forget({ id, isCurrent }) {
    await inSession(() => signOutDevice({ device: { id } }))
    if (isCurrent) await signOut()
  },
  async forgetOthers(includeThisDevice) {
    const { forgotten } = await inSession(() => forgetOtherDevices({ includeThisDevice }))
    if (includeThisDevice) await signOut()
    return forgotten
  },
  async report({ id }) {
    return (await inSession(() => reportDevice({ device: { id } }))).passwordChange
  },
}

/**
 * A session that was ended elsewhere has tokens here that look good until they expire. A refusal is the occasion to ask
 * for new ones: then either they come, or @latchkey/auth tells everybody that the session ended.
 */
async function inSession<Value>(run: () => Promise<Value>): Promise<Value> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof Error && error.name === 'NotAuthorizedException')) throw error
    const { tokens } = await fetchAuthSession({ forceRefresh: true })
    if (!tokens) throw error
    return run()
  }
}
