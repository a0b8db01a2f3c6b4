import type { TimelineEvent, TimelineEventKind, TrackedDevice } from '@latchkey/auth/latchkey'
import type { DeviceSource } from '@latchkey/react'

/** Devices and events as a server tells them, for the page of all states. Addresses are those of RFC 5737 and RFC 3849. */

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const ago = (milliseconds: number) => new Date(Date.now() - milliseconds)

const device = (id: string, changes: Partial<TrackedDevice>): TrackedDevice => ({
  id,
  state: 'notRemembered',
  isCurrent: false,
  isRemembered: changes.state === 'remembered',
  platform: 'macOS',
  form: 'desktop',
  browser: 'Chrome 141',
  system: 'macOS',
  ipAddress: '203.0.113.7',
  firstTrackedDate: ago(200 * DAY),
  lastAuthenticatedDate: ago(2 * HOUR),
  openSessions: 1,
  ...changes,
})

export const laptop = device('laptop', {
  name: 'Ann’s laptop',
  state: 'remembered',
  isCurrent: true,
  place: 'Berlin, Germany',
  lastAuthenticatedDate: ago(20_000),
})

export const usual: readonly TrackedDevice[] = [
  laptop,
  device('phone', {
    name: 'Safari on iPhone',
    state: 'remembered',
    platform: 'iOS',
    form: 'phone',
    browser: 'Mobile Safari 26',
    system: 'iOS 26',
    ipAddress: '2001:db8:85a3::8a2e:370:7334',
    place: 'Potsdam, Germany',
  }),
  device('office', {
    name: 'Office',
    platform: 'Windows',
    browser: 'Edge 141',
    system: 'Windows',
    ipAddress: '198.51.100.24',
    lastAuthenticatedDate: ago(3 * DAY),
  }),
  device('tablet', {
    platform: 'Android',
    form: 'tablet',
    browser: 'Firefox 144',
    system: 'Android 16',
    state: 'issued',
    lastAuthenticatedDate: ago(45 * DAY),
  }),
  device('old', {
    name: 'Old desktop',
    platform: 'Linux',
    browser: 'Firefox 140',
    system: 'Linux',
    state: 'forgotten',
    openSessions: 0,
    lastAuthenticatedDate: ago(120 * DAY),
  }),
]

const LONG = 'All work and no play makes a device name that nobody can remember. '.repeat(16).slice(0, 1024)

export const hostileNames: readonly TrackedDevice[] = [
  device('markup', { name: '<img src=x onerror=alert(1)> <b>bold</b> &amp;', isCurrent: true }),
  device('emoji', { name: '💻 Ann’s 👩‍👩‍👧‍👦 laptop 🏳️‍🌈', state: 'remembered' }),
  device('arabic', { name: 'حاسوب آن المحمول (العمل)', platform: 'Windows', system: 'Windows' }),
  device('hebrew', { name: 'המחשב הנייד של אן 2', platform: 'Linux', system: 'Linux' }),
  device('long', { name: LONG }),
  device('unbroken', { name: 'W'.repeat(1024), platform: 'Android', form: 'phone', system: 'Android' }),
  device('unknown', { platform: 'Other', form: 'other', browser: 'AWS SDK for JavaScript', system: '' }),
]

let made = 0
const event = (
  kind: TimelineEventKind,
  before: number,
  changes: Partial<TimelineEvent> = {},
): TimelineEvent => {
  made += 1
  return {
    id: `event-${made}`,
    kind,
    date: ago(before),
    outcome: 'pass',
    deviceId: 'laptop',
    deviceName: 'Ann’s laptop',
    browser: 'Chrome 141',
    system: 'macOS',
    ipAddress: '203.0.113.7',
    ...changes,
  }
}

const stranger = {
  deviceId: 'stranger',
  deviceName: 'Chrome on Windows',
  system: 'Windows',
  ipAddress: '198.51.100.66',
}
const failed = { outcome: 'fail', ...stranger } as const

export const story: readonly TimelineEvent[] = [
  event('signedIn', MINUTE, { place: 'Berlin, Germany' }),
  event('mfaSkipped', MINUTE, { reason: 'the device is remembered' }),
  event('deviceForgotten', 20 * MINUTE, { ...stranger, reason: 'reported by the user' }),
  event('deviceReported', 20 * MINUTE, stranger),
  event('wrongCode', 32 * MINUTE, failed),
  event('wrongCode', 33 * MINUTE, failed),
  event('wrongCode', 35 * MINUTE, failed),
  event('lockedOut', 36 * MINUTE, failed),
  event('mfaAsked', 40 * MINUTE, { ...stranger, reason: 'the device is new' }),
  event('deviceRemembered', DAY),
  event('signedIn', DAY + MINUTE),
  event('mfaAsked', DAY + 2 * MINUTE, { reason: 'the device is new' }),
  event('deviceTracked', DAY + MINUTE),
  event('passwordChanged', 9 * DAY),
  event('signedOut', 9 * DAY, { operator: 'olga', reason: 'by an operator' }),
  event('refreshedFromNewAddress', 12 * DAY, { ipAddress: '192.0.2.55', place: 'Wien, Austria' }),
  event('signedUp', 40 * DAY),
]

const never = () => new Promise<never>(() => {})
const fails = (name: string, message: string) => async () => {
  throw Object.assign(new Error(message), { name })
}

export const source = (
  devices: readonly TrackedDevice[],
  changes: Partial<DeviceSource> = {},
): DeviceSource => ({
  devices: async () => devices,
  timeline: async ({ device }) => ({
    events: story.filter(({ deviceId }) => device === undefined || deviceId === device.id),
  }),
  rename: async () => {},
  remember: async () => {},
  stopRemembering: async () => {},
  forget: async () => {},
  forgetOthers: async () => devices.length - 1,
  report: async () => 'advised',
  ...changes,
})

export const loading = source([], { devices: never, timeline: never })
export const away = source([], {
  devices: fails('NetworkError', 'A network error has occurred.'),
  timeline: fails('NetworkError', 'A network error has occurred.'),
})
export const refused = source([], {
  devices: fails('TooManyRequestsException', 'Rate exceeded'),
  timeline: fails('TooManyRequestsException', 'Rate exceeded'),
})
export const empty = source([], { timeline: async () => ({ events: [] }) })
export const working = source(usual, { stopRemembering: never, rename: never, forget: never })
const notNow = fails('InternalErrorException', 'Something went wrong. Try again later.')
export const failing = source(usual, {
  rename: notNow,
  forget: notNow,
  stopRemembering: notNow,
  remember: notNow,
  report: notNow,
  forgetOthers: notNow,
})

/** Loads once, and then the server is away. */
export function leaving(): DeviceSource {
  let calls = 0
  return source(usual, {
    devices: async (signal) => {
      await Promise.resolve()
      if (!signal.aborted) calls += 1
      if (calls > 1) throw Object.assign(new Error('A network error has occurred.'), { name: 'NetworkError' })
      return usual
    },
  })
}
