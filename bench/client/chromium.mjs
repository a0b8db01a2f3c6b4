// @ts-check
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { chromiumPath } from '../../scripts/chromium.mjs'
import { LIBRARIES } from './cases.mjs'
import { launch } from './devtools.mjs'

/** @typedef {Awaited<ReturnType<import('./devtools.mjs').Chromium['open']>>} Page */
/** @typedef {import('./cases.mjs').Case} Case */
/** @typedef {import('./cases.mjs').LibraryName} LibraryName */

/** What DevTools call a phone of the middle class. */
const SLOWDOWN = 4

/**
 * Each library in a page of its own, bundled and minified as for production.
 *
 * @param {string} url
 * @param {import('./options.mjs').Options} options
 */
export async function chromium(url, { profile }) {
  const apps = await Promise.all(LIBRARIES.map((library) => appOf(library, url)))
  const site = await serve(new Map(apps.flat()))
  const browser = await launch(String(chromiumPath()))
  const close = async () => {
    await browser.close()
    site.close()
  }
  try {
    const subjects = await Promise.all(
      LIBRARIES.map(async (library) =>
        subjectOf(library, await opened(browser, `${site.url}/${library}/`, profile)),
      ),
    )
    return {
      name: `Chromium ${browser.version}`,
      subjects: subjects.map(({ subject }) => subject),
      async close() {
        if (profile)
          for (const { page, subject } of subjects) await writeProfile(page, subject.library, profile)
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** The files of an app, by their paths on its site. @param {LibraryName} library @param {string} url */
async function appOf(library, url) {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { harness } from './harness.mjs'
import { library } from './${library}.mjs'
globalThis.subject = harness(library, ${JSON.stringify(url)})`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    define: { 'process.env.NODE_ENV': '"production"' },
    outdir: `/${library}`,
    write: false,
  })
  return outputFiles.map(({ path, text }) => /** @type {const} */ ([path, text]))
}

/** Empty at first, so that what an app costs to load can be measured as well. */
const PAGE = '<!doctype html><meta charset="utf-8">'
const LOAD = "import('./stdin.js')"

/** @param {Map<string, string>} scripts */
async function serve(scripts) {
  const server = createServer(({ url = '' }, response) => {
    const script = scripts.get(url)
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript')
    response.end(script ?? PAGE)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

/**
 * @param {import('./devtools.mjs').Chromium} browser
 * @param {string} url
 * @param {string | undefined} profile
 */
async function opened(browser, url, profile) {
  const page = await browser.open(url)
  await page.send('Performance.enable')
  if (profile) {
    await page.send('Profiler.enable')
    await page.send('Profiler.start')
  }
  await ready(page)
  await page.evaluate(LOAD)
  return page
}

/** A page is blank until its document comes, and the old one until the new one does. */
const READY = "location.protocol === 'http:' && document.readyState === 'complete' && !globalThis.subject"

/** @param {Page} page */
async function ready(page) {
  while (!(await page.evaluate(READY))) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/**
 * @param {LibraryName} library
 * @param {Page} page
 * @returns {{ page: Page, subject: import('./measure.mjs').Subject }}
 */
function subjectOf(library, page) {
  const ask = (/** @type {string} */ question, /** @type {Case} */ one) =>
    page.evaluate(`subject.${question}(${JSON.stringify(one)})`)
  const subject = {
    library,
    begin: (/** @type {Case} */ one) => ask('begin', one),
    configure: (/** @type {Case} */ one) => ask('configure', one),
    end: (/** @type {Case} */ one) => ask('end', one),
    idle: () => page.evaluate('subject.stretch()'),
    cpu: (/** @type {Case} */ one) => cpuOf(page, () => ask('act', one)),
    stretches: [
      async (/** @type {Case} */ one) => ({ stretch: await ask('stretch', one) }),
      async (/** @type {Case} */ one) => ({ slowStretch: await slowly(page, () => ask('stretch', one)) }),
    ],
    cold: [
      async (/** @type {Case} */ one) => {
        // That gives it a new process, too.
        await page.send('Page.reload')
        await ready(page)
        const { cpu } = await cpuOf(page, async () => {
          await page.evaluate(LOAD)
          await ask('configure', one)
          await ask('act', one)
        })
        return { first: cpu }
      },
    ],
  }
  return { page, subject }
}

/** @param {Page} page @param {() => Promise<number>} act */
async function slowly(page, act) {
  await page.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
  try {
    return await act()
  } finally {
    await page.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  }
}

/**
 * CPU milliseconds of the page's main thread, and of its whole process (hashes, compilers and garbage collectors work
 * on other threads), which are counted in tens.
 *
 * @param {Page} page
 * @param {() => Promise<unknown>} act
 */
async function cpuOf(page, act) {
  const before = await metricsOf(page)
  await act()
  const after = await metricsOf(page)
  return { cpu: after.thread - before.thread, process: after.process - before.process }
}

/** @param {Page} page */
async function metricsOf(page) {
  const { metrics } = await page.send('Performance.getMetrics')
  const seconds = (/** @type {string} */ name) =>
    metrics.find((/** @type {{ name: string }} */ metric) => metric.name === name).value
  return { thread: seconds('ThreadTime') * 1000, process: seconds('ProcessTime') * 1000 }
}

/** @param {Page} page @param {string} library @param {string} folder */
async function writeProfile(page, library, folder) {
  const { profile } = await page.send('Profiler.stop')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `chromium-${library}.cpuprofile`), JSON.stringify(profile))
}
