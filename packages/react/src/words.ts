import type { TrackedDeviceState } from './pieces/state-chip.js'

/** Everything that the components say. Functions are given what belongs into the sentence. */
export type Labels = typeof defaultLabels

export const defaultLabels = {
  /** Of dates: it goes with the language of the words. */
  locale: 'en-GB',

  justNow: 'just now',
  minutesAgo: (minutes: number) => `${minutes} min ago`,
  hoursAgo: (hours: number) => `${hours} h ago`,
  daysAgo: (days: number) => (days === 1 ? 'yesterday' : `${days} days ago`),

  states: {
    Issued: 'Issued',
    NotRemembered: 'Not remembered',
    Remembered: 'Remembered',
    Forgotten: 'Forgotten',
  } satisfies Record<TrackedDeviceState, string> as Record<TrackedDeviceState, string>,
  thisDevice: 'This device',
  unnamedDevice: 'Unnamed device',

  cancel: 'Cancel',
  tryAgain: 'Try again',
  loading: 'Loading …',
  couldNotLoad: 'This could not be loaded',
  unreachable: 'The server cannot be reached. Check the connection, and try again.',
}
