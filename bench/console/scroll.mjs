// @ts-check

/** @typedef {Awaited<ReturnType<import('../client/devtools.mjs').Chromium['open']>>} Page */

/**
 * What scrolling cost: milliseconds between frames, tasks longer than 50 ms, and frames on which a row that is on its way
 * was seen instead of one that is there.
 * @typedef {{ frames: number[], longTasks: number[], waiting: number, rows: number, pixels: number }} Scrolled
 */

/**
 * Scrolls by so many pixels a frame, for so many frames, as a wheel or a finger would: nothing waits for the page.
 *
 * @param {Page} page
 * @param {{ pixels: number, frames: number }} how
 * @returns {Promise<Scrolled>}
 */
export const scroll = (page, how) => page.evaluate(`(${scrollInPage})(${JSON.stringify(how)})`)

/** Runs in the page. @param {{ pixels: number, frames: number }} how */
async function scrollInPage({ pixels, frames }) {
  const longTasks = /** @type {number[]} */ ([])
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTasks.push(duration)
  })
  observer.observe({ type: 'longtask' })
  const begin = window.scrollY
  const between = /** @type {number[]} */ ([])
  let waiting = 0
  let last = await new Promise(requestAnimationFrame)
  for (let frame = 0; frame < frames; frame += 1) {
    window.scrollBy(0, pixels)
    const now = await new Promise(requestAnimationFrame)
    between.push(now - last)
    last = now
    const middle = document.elementFromPoint(window.innerWidth / 2 + 100, window.innerHeight - 40)
    if (!middle?.closest('[data-index]')) waiting += 1
  }
  observer.disconnect()
  const known = Number(document.querySelector('.grid-body')?.clientHeight ?? 0)
  const row = Number(document.querySelector('[data-index]')?.clientHeight ?? 1)
  return {
    frames: between,
    longTasks,
    waiting,
    rows: Math.round(known / row),
    pixels: window.scrollY - begin,
  }
}

/**
 * Reads the list to such a depth, as fast as it comes.
 *
 * @param {Page} page
 * @param {number} rows
 */
export const reach = (page, rows) => page.evaluate(`(${reachInPage})(${rows})`)

/** Runs in the page. @param {number} rows */
async function reachInPage(rows) {
  const begun = performance.now()
  let before = -1
  let stands = 0
  while (true) {
    const body = document.querySelector('.grid-body')
    const row = document.querySelector('[data-index]')
    const known = (body?.clientHeight ?? 0) / (row?.clientHeight || 64)
    if (known >= rows || stands > 600) break
    stands = known === before ? stands + 1 : 0
    before = known
    window.scrollTo(0, document.documentElement.scrollHeight)
    await new Promise(requestAnimationFrame)
  }
  return performance.now() - begun
}
