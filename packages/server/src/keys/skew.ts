/** What a clock that was put back has left behind. Pure. */

/**
 * How far the clocks of nodes, and of clients that sign, may be apart: what AWS tolerates of a signed request
 * ("Troubleshooting AWS Signature Version 4 errors").
 */
export const MOST_SKEW_MILLISECONDS = 5 * 60 * 1000

/**
 * Whether a moment that was written down as the present lies ahead by more than clocks may differ: the clock of its
 * writer was wrong, and nothing is counted from there.
 */
export const isAhead = (written: Date, now: Date) =>
  written.getTime() > now.getTime() + MOST_SKEW_MILLISECONDS
