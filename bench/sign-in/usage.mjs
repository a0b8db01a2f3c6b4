// @ts-check
import { readdirSync, readFileSync } from 'node:fs'
import { asSuperuser } from '@latchkey/testing'

/** Milliseconds of CPU that the database took by itself so far, and bytes that went to its disk. @typedef {() => Promise<{ databaseCpu: number, written: number }>} Usage */

/** SQLite is a part of the server, and so is its CPU time. @param {number} pid the server's @returns {Usage} */
export const usageOfSqlite = (pid) => async () => ({ databaseCpu: 0, written: writtenBy(pid) })

/** Its log, too. Elsewhere than on Linux: not a number. @param {number} pid */
function writtenBy(pid) {
  const found = /^write_bytes: (\d+)/m.exec(readIfThere(`/proc/${pid}/io`))
  return found ? Number(found[1]) : Number.NaN
}

/**
 * @param {string} url
 * @param {number} postmaster its process; 0 when it runs elsewhere, so that its CPU time is not known
 * @returns {Usage}
 */
export const usageOfPostgres = (url, postmaster) => async () => ({
  databaseCpu: postmaster === 0 ? Number.NaN : cpuOf(processesOf(postmaster)),
  written: await asSuperuser(url, async (client) => {
    const { rows } = await client.query("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') as bytes")
    return Number(rows[0].bytes)
  }),
})

/** The postmaster and all that it started. @param {number} postmaster */
export const processesOf = (postmaster) =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid === postmaster || statOf(pid)?.parent === postmaster)

/** Linux counts in hundredths of a second. */
const TICK_MILLISECONDS = 10

/** With the time of those that have ended, which their parent is told. @param {number[]} pids */
const cpuOf = (pids) => pids.reduce((sum, pid) => sum + (statOf(pid)?.ticks ?? 0), 0) * TICK_MILLISECONDS

/** Source: proc_pid_stat(5); what comes before the last parenthesis is a name with anything in it. @param {number} pid */
function statOf(pid) {
  const stat = readIfThere(`/proc/${pid}/stat`)
  if (stat === '') return undefined
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  const [userTime = 0, systemTime = 0, endedUserTime = 0, endedSystemTime = 0] = fields.slice(11, 15)
  return { parent: fields[1], ticks: userTime + systemTime + endedUserTime + endedSystemTime }
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
