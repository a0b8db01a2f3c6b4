import type { Tone } from '@latchkey/react'
import type { EventKindType } from '@latchkey/wire'
import type { LiveEvent } from '../server/live-events.js'

/** Events in words for operators. Pure. */

export const kindWords = {
  SignedIn: 'Signed in',
  MfaAsked: 'Second factor asked',
  MfaSkipped: 'Second factor skipped',
  WrongPassword: 'Wrong password',
  WrongCode: 'Wrong code',
  WrongDeviceSecret: 'Wrong device secret',
  WrongPasskey: 'Wrong passkey',
  WrongAnswer: 'Wrong answer',
  LockedOut: 'Locked out',
  SignInRefused: 'Sign-in refused',
  DeviceTracked: 'Device tracked',
  DeviceRemembered: 'Device remembered',
  DeviceNotRemembered: 'Device no longer remembered',
  DeviceForgotten: 'Device forgotten',
  DeviceRenamed: 'Device renamed',
  DeviceReported: 'Device reported',
  RefreshedFromNewAddress: 'Refreshed from a new address',
  RefreshTokenReused: 'Refresh token reused',
  SignedOut: 'Signed out',
  PasswordChanged: 'Password changed',
  MfaChanged: 'Second factor changed',
  SignedUp: 'Signed up',
  CodeSent: 'Code sent',
  AccountChanged: 'Account changed',
  OperatorAction: 'Operator action',
} as const satisfies Record<EventKindType, string>

export const kinds = Object.keys(kindWords) as EventKindType[]

const tones: Partial<Record<EventKindType, Tone>> = {
  SignedIn: 'ok',
  DeviceRemembered: 'ok',
  MfaSkipped: 'accent',
  DeviceForgotten: 'warn',
  DeviceReported: 'danger',
  RefreshTokenReused: 'danger',
  LockedOut: 'danger',
}

/** The colour repeats what the word says. */
export const toneOf = ({ Kind, Outcome }: Pick<LiveEvent, 'Kind' | 'Outcome'>): Tone =>
  tones[Kind] ?? (Outcome === 'Fail' ? 'danger' : 'neutral')

/** A server may be newer than the page. */
export const wordsOf = (kind: EventKindType): string => kindWords[kind] ?? kind

/** "Chrome 141 on macOS" */
export const clientWords = ({ Browser, System }: Pick<LiveEvent, 'Browser' | 'System'>) =>
  Browser && System ? `${Browser} on ${System}` : (Browser ?? System)
