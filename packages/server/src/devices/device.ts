import type { DeviceTracking } from '../pools/pool.js'

/**
 * What a device is and what may happen to it. Pure; the README beside this file shows it on one page.
 *
 * issued → confirmed (not remembered ⇄ remembered) → forgotten. Forgotten is an end: the key never comes back.
 */
export type DeviceState = 'issued' | 'not_remembered' | 'remembered' | 'forgotten'

export type Device = {
  readonly poolId: string
  readonly userId: string
  readonly deviceKey: string
  readonly deviceGroupKey: string
  readonly state: DeviceState
  readonly name: string | undefined
  /** What the device registered of its secret; undefined until it is confirmed. */
  readonly secret: DeviceSecret | undefined
  readonly userAgent: string | undefined
  readonly lastIpUsed: string | undefined
  readonly createdAt: Date
  readonly modifiedAt: Date
  readonly lastAuthenticatedAt: Date
  readonly forgottenAt: Date | undefined
  /** A family of systems: `windows`, `ios`, …; undefined where nobody signed in on it since that is kept. */
  readonly platform: string | undefined
  /** How the last sign-in on it came by its second factor; undefined where that is not known. */
  readonly lastMfa: { readonly result: string; readonly reason: string } | undefined
}

/** A device with the number of its sessions that still refresh. */
export type SeenDevice = Device & { readonly openSessions: number }

/** The SRP verifier of the device's secret, and its salt in hex. The secret itself never leaves the device. */
export type DeviceSecret = { readonly salt: string; readonly verifier: Uint8Array }

/** Tracked: confirmed, whether remembered or not. Only tracked devices are there for any device operation. */
export const isTracked = (device: Device) => isTrackedState(device.state)

export const isTrackedState = (state: DeviceState) => state === 'not_remembered' || state === 'remembered'

/** Only a remembered device is asked for its proof; one that is not remembered signs in as if it were none. */
export const canBeProved = (device: Device) => device.state === 'remembered' && device.secret !== undefined

/** The state in which a device is confirmed: where the pool always remembers, it is remembered at once. */
export const stateOnConfirmation = (tracking: DeviceTracking): 'not_remembered' | 'remembered' =>
  tracking.onlyOnUserPrompt ? 'not_remembered' : 'remembered'

/** What a refresh must say of its device, and what it says. */
export type RefreshingDevice = {
  ofSession: Device | undefined
  sessionDeviceKey: string | undefined
  shownKey: string | undefined
}

/**
 * Whether a session's device lets it refresh. Decision order:
 * 1. a forgotten device refreshes no more;
 * 2. without tracking, device keys mean nothing;
 * 3. a key that is shown must be the session's;
 * 4. a tracked device must show its key; one that was issued and never confirmed need not, since its client
 *    never learned to (Amplify swallows a failed ConfirmDevice).
 */
export function deviceMayRefresh(tracking: DeviceTracking | undefined, refresh: RefreshingDevice): boolean {
  const { ofSession, sessionDeviceKey, shownKey } = refresh
  if (ofSession?.state === 'forgotten') return false
  if (!tracking) return true
  if (shownKey !== undefined && shownKey !== sessionDeviceKey) return false
  if (sessionDeviceKey === undefined) return true
  if (!ofSession) return false
  return shownKey !== undefined || !isTracked(ofSession)
}
