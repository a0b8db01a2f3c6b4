/* What goes into the functions of `@latchkey/auth/latchkey` and comes out of them. */

/** A device, as far as a Latchkey server knows it. */
export interface TrackedDevice {
  /** The DeviceKey. */
  id: string
  name?: string
  state: TrackedDeviceState
  /** Whether it is this one. */
  isCurrent: boolean
  /** Whether it proves itself at sign-in. */
  isRemembered: boolean
  platform?: 'Windows' | 'macOS' | 'Linux' | 'Android' | 'iOS' | 'ChromeOS' | 'Other'
  form?: 'desktop' | 'phone' | 'tablet' | 'other'
  /** "Chrome 141". */
  browser?: string
  /** "macOS". */
  system?: string
  /** Where the user last signed in on it. */
  ipAddress?: string
  /** About where that is, where the server can tell. */
  place?: string
  firstTrackedDate?: Date
  lastAuthenticatedDate?: Date
  lastModifiedDate?: Date
  /** How the last sign-in on it came by its second factor. */
  lastMfa?: { result: 'skipped' | 'passed' | 'notAsked'; reason: string }
  /** Sessions on it that can still be refreshed. */
  openSessions: number
}

export type TrackedDeviceState = 'issued' | 'notRemembered' | 'remembered' | 'forgotten'

export type FetchTrackedDevicesOutput = TrackedDevice[]

export interface RenameDeviceInput {
  device: { id: string }
  /** What the user calls it, 1 to 1024 characters. */
  name: string
}

export interface SignOutDeviceInput {
  device: { id: string }
}

export interface ForgetOtherDevicesInput {
  /** True: this one, too, and the user is signed out here. */
  includeThisDevice?: boolean
}

export interface ForgetOtherDevicesOutput {
  /** How many were forgotten. */
  forgotten: number
}

export interface ReportDeviceInput {
  device: { id: string }
}

export interface ReportDeviceOutput {
  /**
   * Whether the user has to choose another password. `required`: the old one signs in no more; in this session
   * `updatePassword` sets another one, anywhere else `resetPassword` does. `advised`: the old one still signs in, because
   * there is no verified address to recover the account by. `none`: the user has no password.
   */
  passwordChange: 'required' | 'advised' | 'none'
}

/** One thing that happened to the user's account or devices. */
export interface TimelineEvent {
  id: string
  date: Date
  kind: TimelineEventKind
  outcome: 'pass' | 'fail'
  /** Why, in a few words. */
  reason?: string
  deviceId?: string
  deviceName?: string
  ipAddress?: string
  /** About where that is, where the server can tell. */
  place?: string
  browser?: string
  system?: string
  /** Who did it, where it was not the user. */
  operator?: string
}

export type TimelineEventKind =
  | 'signedIn'
  | 'mfaAsked'
  | 'mfaSkipped'
  | 'wrongPassword'
  | 'wrongCode'
  | 'wrongDeviceSecret'
  | 'wrongPasskey'
  | 'wrongAnswer'
  | 'lockedOut'
  | 'signInRefused'
  | 'deviceTracked'
  | 'deviceRemembered'
  | 'deviceNotRemembered'
  | 'deviceForgotten'
  | 'deviceRenamed'
  | 'deviceReported'
  | 'refreshedFromNewAddress'
  | 'refreshTokenReused'
  | 'signedOut'
  | 'passwordChanged'
  | 'mfaChanged'
  | 'signedUp'
  | 'codeSent'
  | 'accountChanged'
  | 'operatorAction'

export interface FetchTimelineInput {
  /** Of this device only. */
  device?: { id: string }
  /** 1 to 200. */
  pageSize?: number
  nextToken?: string
}

export interface FetchTimelineOutput {
  /** Newest first. */
  events: TimelineEvent[]
  /** For the next page; missing on the last one. */
  nextToken?: string
}
