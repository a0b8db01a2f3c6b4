import type { TimelineEventKind, TrackedDeviceState } from '@latchkey/auth/latchkey'

/** Everything that the components say. Functions are given what belongs into the sentence. */
export type Labels = typeof defaultLabels

const states: Record<TrackedDeviceState, string> = {
  issued: 'Issued',
  notRemembered: 'Not remembered',
  remembered: 'Remembered',
  forgotten: 'Forgotten',
}

/** What happened, as the user would tell it. */
const events: Record<TimelineEventKind, string> = {
  signedIn: 'Signed in',
  mfaAsked: 'Asked for a second factor',
  mfaSkipped: 'No second factor was asked for',
  wrongPassword: 'Wrong password',
  wrongCode: 'Wrong code',
  wrongDeviceSecret: 'A device could not prove itself',
  wrongPasskey: 'Wrong passkey',
  wrongAnswer: 'Wrong answer',
  lockedOut: 'Locked out for a while',
  signInRefused: 'Sign-in refused',
  deviceTracked: 'New device',
  deviceRemembered: 'Device remembered',
  deviceNotRemembered: 'Device no longer remembered',
  deviceForgotten: 'Device forgotten',
  deviceRenamed: 'Device renamed',
  deviceReported: 'Reported: “This wasn’t me”',
  refreshedFromNewAddress: 'Used from a new address',
  refreshTokenReused: 'A session was used twice, and ended',
  signedOut: 'Signed out',
  passwordChanged: 'Password changed',
  mfaChanged: 'Second factors changed',
  signedUp: 'Account created',
  codeSent: 'Code sent',
  accountChanged: 'Account changed',
  operatorAction: 'Changed by an operator',
}

/** What the server says of users to operators, as it is said to users themselves. */
const reasons: Record<string, string> = {
  'by the user': 'by you',
  'deleted by the user': 'deleted by you',
  'reported by the user': 'reported by you',
  'the user turned it on': 'you turned it on',
  'the pool requires it': 'everybody has to show one here',
}

export const defaultLabels = {
  /** Of dates: it goes with the language of the words. */
  locale: 'en-GB',

  justNow: 'just now',
  minutesAgo: (minutes: number) => `${minutes} min ago`,
  hoursAgo: (hours: number) => `${hours} h ago`,
  daysAgo: (days: number) => (days === 1 ? '1 day ago' : `${days} days ago`),
  today: 'Today',
  yesterday: 'Yesterday',

  states,
  thisDevice: 'This device',
  otherDevices: 'Other devices',
  unnamedDevice: 'Unnamed device',
  /** Beside a place. */
  approximate: 'approx.',
  lastUsed: 'Last used',
  firstSeen: 'First seen',
  forgottenOn: 'Forgotten',
  browserOnSystem: (browser: string, system: string) => `${browser} on ${system}`,

  devicesLoading: 'Your devices are loading.',
  noDevices: 'No devices yet',
  noDevicesText: 'Each browser or phone that you sign in on is listed here, unless devices are not tracked.',
  noOtherDevices: 'You are signed in on no other device.',

  actionsFor: (device: string) => `Actions for ${device}`,
  rename: 'Rename',
  renameDevice: (device: string) => `Rename ${device}`,
  newName: 'Name of the device',
  save: 'Save',
  nameMissing: 'A device needs a name.',
  renamed: (name: string) => `Renamed to ${name}.`,

  remember: 'Remember this device',
  rememberText: 'It is not asked for a second factor any more. Do not do this on a shared computer.',
  remembered: 'This device is remembered.',
  stopRemembering: 'Stop remembering',
  stopRememberingText: 'Next time, this device is asked for a second factor. It stays signed in.',
  stoppedRemembering: 'This device is no longer remembered. It stays signed in.',

  showActivity: 'Activity',
  showActivityOf: (device: string) => `Activity of ${device}`,

  forget: 'Forget and sign out',
  forgetText: 'Ends now: it is signed out at once.',
  forgetQuestion: (device: string) => `Forget ${device} and sign it out?`,
  forgetConsequence: 'Ends now: it is signed out at once, and it will be a new device at the next sign-in.',
  forgetThisConsequence:
    'Ends now: you are signed out here at once, and this will be a new device at the next sign-in.',
  forgotten: (device: string) => `${device} is forgotten and signed out.`,

  forgetOthers: 'Forget all others',
  forgetOthersQuestion: (count: number) =>
    count === 1
      ? 'Forget the other device and sign it out?'
      : `Forget ${count} other devices and sign them out?`,
  forgetOthersConsequence:
    'Ends now: they are signed out at once, and each will be a new device at its next sign-in. This device stays as it is.',
  andThisOne: '… and this one',
  andThisOneText: 'You are signed out here, too.',
  forgetAll: 'Forget all and sign out',
  forgottenOthers: (count: number) =>
    count === 1 ? '1 device is forgotten.' : `${count} devices are forgotten.`,

  report: 'This wasn’t me',
  reportText: 'Ends every session on it, and you choose a new password.',
  reportQuestion: (device: string) => `Was it not you who signed in on ${device}?`,
  reportConsequence:
    'Every session on it ends now, and it is forgotten. Whoever used it may know your password: you choose a new one next.',
  reported: (device: string) => `Every session on ${device} has ended.`,

  promptTitle: 'Remember this device?',
  promptText: 'You have just shown a second factor. This device can answer for it from now on.',
  promptWarning: 'Trusted devices do not need a second factor. Do not trust public or shared computers.',
  promptContinue: 'Continue',
  promptNotNow: 'Not now',

  events,
  /** Why, as the server has it: `by the user`, `the device is new`. */
  reason: (reason: string) => reasons[reason] ?? reason,
  by: (operator: string) => `by ${operator}`,
  /** By which software something was done to a device. */
  from: (software: string) => `from ${software}`,
  times: (count: number) => `${count} times`,
  since: 'since',
  timelineLoading: 'The timeline is loading.',
  noEvents: 'Nothing has happened yet',
  noEventsText: 'Sign-ins and changes to your devices are listed here.',
  showEarlier: 'Show earlier',

  cancel: 'Cancel',
  tryAgain: 'Try again',
  loading: 'Loading …',
  couldNotLoad: 'This could not be loaded',
  unreachable: 'The server cannot be reached. Check the connection, and try again.',
  reconnecting:
    'The server cannot be reached. What you see may be out of date; this page tries again by itself.',
}
