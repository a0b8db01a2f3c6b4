import type { TrackedDevice } from '@latchkey/auth/latchkey'
import type { Labels } from '../words.js'

/** Its browser and system, as far as they are known: "Chrome 141 on macOS". */
export function softwareOf({ browser, system }: TrackedDevice, labels: Labels): string | undefined {
  if (browser && system) return labels.browserOnSystem(browser, system)
  return browser ?? system
}

/** What the user calls it, or else what it is. */
export const nameOf = (device: TrackedDevice, labels: Labels): string =>
  device.name ?? softwareOf(device, labels) ?? labels.unnamedDevice

/** As long as a sentence can bear. */
const LONGEST = 60

/** For sentences, dialogs and labels: marked off from the words around it, whatever its direction is. */
export function quoted(device: TrackedDevice, labels: Labels): string {
  const letters = [...nameOf(device, labels)]
  const short = letters.length > LONGEST ? `${letters.slice(0, LONGEST).join('')}…` : letters.join('')
  return `“\u2068${short}\u2069”`
}
