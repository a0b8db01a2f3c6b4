import type { Device } from '../devices/device.js'
import type { MfaOfVisit } from '../devices/device-store.js'
import { passkeyCountsAsBoth } from '../events/event.js'
import type { Pool } from '../pools/pool.js'
import type { JustProved } from './proceed.js'
import type { SignIn } from './step.js'

/** Why a second factor is asked for, and how a sign-in came by it, in words for people. */

type MfaPool = Pick<Pool, 'mfa' | 'deviceTracking'>

/** Where a remembered device would have answered for it, the device is why; elsewhere, whoever wants a second factor. */
export function whyAsked(
  { mfa, deviceTracking }: MfaPool,
  device: Pick<Device, 'state'> | undefined,
  just: Pick<JustProved, 'device' | 'withoutDevice'>,
): string {
  if (deviceTracking?.replacesMfa && !just.device) {
    if (just.withoutDevice || device?.state === 'remembered') return 'the device could not prove itself'
    return device ? 'the device is not remembered' : 'the device is new'
  }
  return mfa === 'required' ? 'the pool requires it' : 'the user turned it on'
}

/** How a sign-in that is over came by its second factor. */
export function mfaOf(
  pool: MfaPool,
  signIn: Pick<SignIn, 'user' | 'secondFactorProved' | 'passkeyCounted' | 'custom'>,
  device: Pick<Device, 'state'> | undefined,
  just: Pick<JustProved, 'device' | 'withoutDevice'>,
): MfaOfVisit {
  if (deviceSpared(pool, signIn, just)) return { result: 'skipped', reason: 'the device is remembered' }
  if (signIn.passkeyCounted) return { result: 'not_asked', reason: passkeyCountsAsBoth }
  if (signIn.custom === 'without password')
    return { result: 'not_asked', reason: 'the sign-in takes no password' }
  if (signIn.secondFactorProved) return { result: 'passed', reason: whyAsked(pool, device, just) }
  const reason = pool.mfa === 'off' ? 'the pool asks for none' : 'the user did not turn it on'
  return { result: 'not_asked', reason }
}

/** Whether a second factor would have been asked for, had the device not proved itself. */
const deviceSpared = (
  { mfa, deviceTracking }: MfaPool,
  { user, secondFactorProved }: Pick<SignIn, 'user' | 'secondFactorProved'>,
  { device }: Pick<JustProved, 'device'>,
) =>
  device !== undefined &&
  !secondFactorProved &&
  deviceTracking?.replacesMfa === true &&
  (mfa === 'required' || (mfa === 'optional' && user.mfa.enabled.length > 0))
