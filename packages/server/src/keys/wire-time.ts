/** Later than any clock, and with as many digits as ids of events have for a time: the year 10889. */
const LATEST_MILLISECONDS = 2 ** 48 - 1

/** A time of the wire, in seconds since 1970. What no clock shows is the nearest that one does. */
export function dateOfSeconds(seconds: number): Date
export function dateOfSeconds(seconds: number | undefined): Date | undefined
export function dateOfSeconds(seconds: number | undefined): Date | undefined {
  if (seconds === undefined) return undefined
  return new Date(Math.min(Math.max(Math.round(seconds * 1000), 0), LATEST_MILLISECONDS))
}
