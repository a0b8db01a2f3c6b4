// @ts-check
// npm run bench -- console: lists of many users and devices, in the server and in Chromium.
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { chromiumPath } from '../scripts/chromium.mjs'
import { launch } from './client/devtools.mjs'
import { reach, scroll } from './console/scroll.mjs'
import { startChild } from './shared/child.mjs'
import { onInterrupt } from './shared/interrupt.mjs'
import { quantile } from './shared/statistics.mjs'
import { table } from './shared/table.mjs'

const HELP = `npm run bench -- console [--users N] [--devices N] [--frames N]

  --users N     how many users the pool has (default: 100,000)
  --devices N   how many devices they have (default: 300,000)
  --frames N    how long each list is scrolled at each speed (default: 600)
  --depth N     how many rows are read before the list is scrolled once more (default: all users)
`

/** Pixels a frame: a wheel that is turned steadily, and one that is let go. */
const SPEEDS = { wheel: 120, fling: 600 }
/** 60 frames a second, with what a clock is off by. */
const FRAME = 16.7
const LATE = FRAME * 1.5
const TIMES = 40

const HEAD = 'list,speed,px/s,frames,p50 ms,p99 ms,late,long,CPU ms,not there,rows read'.split(',')

/** @param {string[]} args */
export default async function bench(args) {
  const { values } = parseArgs({
    args,
    options: {
      users: { type: 'string' },
      devices: { type: 'string' },
      frames: { type: 'string' },
      depth: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return
  }
  const users = Number(values.users ?? 100_000)
  const options = {
    users,
    devices: Number(values.devices ?? 300_000),
    frames: Number(values.frames ?? 600),
    depth: Number(values.depth ?? users),
  }
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  const server = startChild(new URL('./console/server-process.mjs', import.meta.url), { folder })
  const interrupt = onInterrupt()
  try {
    await Promise.race([measure(server, options), interrupt.raised])
  } finally {
    interrupt.ignore()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** @typedef {{ users: number, devices: number, frames: number, depth: number }} Options */
/** @typedef {import('./shared/child.mjs').Child} Child */

/** @param {Child} server @param {Options} options */
async function measure(server, { users, devices, frames, depth }) {
  const url = await server.ask('url')
  const browser = await launch(String(chromiumPath()))
  try {
    const page = await browser.open(await server.ask('link'))
    await size(page)
    await until(page, "document.querySelector('.layout') !== null")
    const poolId = await createPool(page)
    say(`Making ${users} users with ${devices} devices …`)
    await server.ask('fill', { poolId, users, devices })
    const cookie = await cookieOf(page)

    const rows = [['first page', 'p50 ms', 'p95 ms', 'most ms']]
    for (const [name, target, body] of firstPages(poolId)) {
      const times = await server.ask('took', { target, body, cookie, times: TIMES })
      rows.push([name, ...[0.5, 0.95, 1].map((share) => quantile(times, share).toFixed(1))])
    }
    process.stdout.write(`${table(rows)}\n\n`)

    const scrolled = [HEAD]
    for (const list of ['users', 'devices']) {
      await page.send('Page.navigate', { url: `${url}/console/pools/${poolId}/${list}` })
      await until(page, "document.querySelector('[data-index]') !== null")
      await pause(1000)
      for (const [speed, pixels] of Object.entries(SPEEDS))
        scrolled.push(lineOf(list, speed, pixels, await counted(page, { pixels, frames })))
      const took = await reach(page, depth)
      await page.evaluate('window.scrollBy(0, -1000 * 100)')
      await pause(1000)
      const deep = await counted(page, { pixels: SPEEDS.wheel, frames })
      scrolled.push(lineOf(list, 'deep', SPEEDS.wheel, deep))
      say(`${list}: ${deep.rows} rows were read in ${(took / 1000).toFixed(0)} s.`)
    }
    process.stdout.write(`${table(scrolled)}\n`)
  } finally {
    await browser.close()
  }
}

/**
 * With the CPU time of the page's main thread, which other processes do not make longer.
 *
 * @param {Page} page
 * @param {{ pixels: number, frames: number }} how
 */
async function counted(page, how) {
  const before = await threadTime(page)
  const scrolled = await scroll(page, how)
  return { ...scrolled, cpu: (await threadTime(page)) - before }
}

/** Milliseconds. @param {Page} page @returns {Promise<number>} */
async function threadTime(page) {
  await page.send('Performance.enable', { timeDomain: 'threadTicks' })
  const { metrics } = await page.send('Performance.getMetrics')
  return metrics.find((/** @type {{ name: string }} */ { name }) => name === 'ThreadTime').value * 1000
}

/** @param {string} poolId @returns {[string, string, object][]} */
function firstPages(poolId) {
  const here = { UserPoolId: poolId, Limit: 200 }
  const stale = { LastUsedBefore: Date.now() / 1000 - 90 * 86_400 }
  return [
    ['users, newest', 'LatchkeyService.AdminSearchUsers', here],
    ['users, searched', 'LatchkeyService.AdminSearchUsers', { ...here, Query: 'user-0000' }],
    ['devices, last used', 'LatchkeyService.AdminListPoolDevices', here],
    ['devices, stale', 'LatchkeyService.AdminListPoolDevices', { ...here, Filter: stale }],
    ['devices, of iOS', 'LatchkeyService.AdminListPoolDevices', { ...here, Filter: { Platform: 'iOS' } }],
    ['devices, counted', 'LatchkeyService.AdminCountPoolDevices', { UserPoolId: poolId }],
  ]
}

/**
 * @param {string} list
 * @param {string} speed
 * @param {number} pixels
 * @param {import('./console/scroll.mjs').Scrolled & { cpu: number }} scrolled
 */
function lineOf(list, speed, pixels, { frames, longTasks, waiting, rows, cpu }) {
  const late = frames.filter((milliseconds) => milliseconds > LATE).length
  return [
    list,
    speed,
    String(pixels * 60),
    String(frames.length),
    quantile(frames, 0.5).toFixed(1),
    quantile(frames, 0.99).toFixed(1),
    `${late} (${((100 * late) / frames.length).toFixed(1)} %)`,
    `${longTasks.length}`,
    (cpu / frames.length).toFixed(1),
    `${((100 * waiting) / frames.length).toFixed(1)} %`,
    String(rows),
  ]
}

/** @typedef {import('./console/scroll.mjs').Page} Page */

/** @param {Page} page */
const size = (page) =>
  page.send('Emulation.setDeviceMetricsOverride', {
    width: 1280,
    height: 800,
    deviceScaleFactor: 1,
    mobile: false,
  })

/** As the console would, if it made pools. @param {Page} page @returns {Promise<string>} */
const createPool = (page) =>
  page.evaluate(`fetch('/console/api', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.CreateUserPool',
    },
    body: JSON.stringify({ PoolName: 'bench', DeviceConfiguration: { ChallengeRequiredOnNewDevice: true } }),
  }).then((answer) => answer.json()).then(({ UserPool }) => UserPool.Id)`)

/** @param {Page} page */
async function cookieOf(page) {
  const { cookies } = await page.send('Network.getCookies')
  return cookies.map((/** @type {any} */ { name, value }) => `${name}=${value}`).join('; ')
}

/** @param {Page} page @param {string} expression */
async function until(page, expression) {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (await page.evaluate(expression).catch(() => false)) return
    await pause(100)
  }
  throw new Error(`It did not come to this: ${expression}`)
}

/** @param {string} text */
const say = (text) => process.stderr.write(`${text}\n`)
