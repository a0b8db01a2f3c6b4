// @ts-check
import { table } from '../shared/table.mjs'

/** What is supposed, not measured. Change it to what you know of your users. */
const SUPPOSED = {
  devicesOfUser: 2,
  sessionsOfUser: 4,
  signInsOfUserInMonth: 4,
  refreshesOfUserInDay: 1,
  /** The busiest minute to the mean. */
  peak: 5,
  /** How busy processors may be at that. */
  busy: 0.6,
}

const USERS = [100_000, 1_000_000, 10_000_000, 100_000_000]

const [DAY, MONTH] = [86_400, 30 * 86_400]

/**
 * What follows from what one sign-in takes, for many users on PostgreSQL.
 *
 * @param {{
 *   cpu: number, databaseCpu: number, refreshCpu: number, databaseRefreshCpu: number, written: number,
 *   perUser: { user: number, device: number, session: number },
 * }} measured
 * @param {boolean} markdown
 */
export function estimate({ cpu, databaseCpu, refreshCpu, databaseRefreshCpu, written, perUser }, markdown) {
  const rows = USERS.map((users) => {
    const bytes =
      users *
      (perUser.user + SUPPOSED.devicesOfUser * perUser.device + SUPPOSED.sessionsOfUser * perUser.session)
    const signIns = (users * SUPPOSED.signInsOfUserInMonth * SUPPOSED.peak) / MONTH
    const refreshes = (users * SUPPOSED.refreshesOfUserInDay * SUPPOSED.peak) / DAY
    const cores = (signIns * cpu + refreshes * refreshCpu) / 1000 / SUPPOSED.busy
    const coresOfDatabase = (signIns * databaseCpu + refreshes * databaseRefreshCpu) / 1000 / SUPPOSED.busy
    return [
      users.toLocaleString('en'),
      `${rounded(bytes / 1e9)} GB`,
      rounded(signIns),
      rounded(refreshes),
      rounded(cores),
      rounded(coresOfDatabase),
      `${rounded((signIns * written) / 1e6)} MB`,
    ]
  })
  const head = [
    'users',
    'disk',
    'sign-ins per s',
    'refreshes per s',
    'cores of nodes',
    'cores of PostgreSQL',
    'log per s',
  ]
  return `Computed from these figures for PostgreSQL, not measured: each user has ${SUPPOSED.devicesOfUser} devices and ${SUPPOSED.sessionsOfUser} sessions, signs in ${SUPPOSED.signInsOfUserInMonth} times a month and refreshes once a day; the peak is
${SUPPOSED.peak} times the mean, and processors are ${SUPPOSED.busy * 100} % busy then.

${table([head, ...rows], markdown)}`
}

/** Two digits: it is no better than that. @param {number} value */
const rounded = (value) => Number(value.toPrecision(2)).toLocaleString('en', { maximumSignificantDigits: 2 })
