import type { LastMfaType, TrackedDeviceType } from '@latchkey/wire'

/** What is said of a device. */

type Described = Pick<TrackedDeviceType, 'Name' | 'Browser' | 'System'>

/** Its name; where nobody gave it one, what it is. Never a user agent, which says nothing to people. */
export const deviceName = ({ Name, Browser, System }: Described): string =>
  Name || [Browser && withoutVersion(Browser), System].filter(Boolean).join(' on ') || 'Unnamed device'

/** `Chrome 141 · macOS`; nothing where its name says the same. */
export function browserAndSystem(device: Described): string {
  const words = [device.Browser, device.System].filter(Boolean).join(' · ')
  return words === deviceName(device) ? '' : words
}

const withoutVersion = (browser: string) => browser.replace(/ [\d.]+$/, '')

const results = { Skipped: 'Skipped', Passed: 'Passed', NotAsked: 'Not asked' } as const

/** `Skipped: the device is remembered` */
export const mfaWords = ({ Result, Reason }: LastMfaType): string =>
  Reason ? `${results[Result]}: ${Reason}` : results[Result]

export const mfaResult = ({ Result }: LastMfaType): string => results[Result]

export const sessionsWords = (open: number): string => (open === 0 ? 'None' : `${count(open)} open`)

/** `1,234` */
export const count = (number: number): string => numbers.format(number)
const numbers = new Intl.NumberFormat('en-GB')

/** `1 device`, `20 devices` */
export const devicesWords = (number: number): string =>
  number === 1 ? '1 device' : `${count(number)} devices`

/** Dates are epoch seconds on the wire. */
export const dateOf = (seconds: number): Date => new Date(seconds * 1000)

/** A key is one user's: two users can have devices of one key only where somebody made it so. */
export const idOf = ({ UserSub = '', DeviceKey }: Pick<TrackedDeviceType, 'UserSub' | 'DeviceKey'>): string =>
  `${UserSub} ${DeviceKey}`
