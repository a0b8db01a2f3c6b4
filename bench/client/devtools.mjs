// @ts-check
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/*
 * Chromium, spoken to over a pipe in its own protocol (https://chromedevtools.github.io/devtools-protocol/). Not by way of
 * Playwright, which turns on the inspection of the network in every page: that is 1 to 2 ms of the page's main thread for
 * four requests, a tenth of what is to be measured.
 */

/** @typedef {(method: string, params?: object) => Promise<any>} Send */
/** @typedef {Awaited<ReturnType<typeof launch>>} Chromium */

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-pipe',
]

/** @param {string} path */
export async function launch(path) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-chromium-'))
  const child = spawn(path, [...FLAGS, `--user-data-dir=${folder}`, 'about:blank'], {
    // It says a lot on standard error, none of it for a reader of the results.
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  const send = conversation(child)
  const { product } = await send('Browser.getVersion')
  return {
    version: /** @type {string} */ (product).replace(/^.*\//, ''),

    /** A page with storage of its own, and so in a process of its own. @param {string} url */
    async open(url) {
      const { browserContextId } = await send('Target.createBrowserContext')
      const { targetId } = await send('Target.createTarget', { url, browserContextId })
      const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true })
      return page((method, params) => send(method, params, sessionId))
    },

    async close() {
      child.kill()
      await exited
      // Its other processes may still be writing for a moment.
      await rm(folder, { recursive: true, force: true, maxRetries: 10 })
    },
  }
}

/**
 * Questions down one pipe, answers up the other, each ended by a zero byte.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
function conversation(child) {
  /** @type {Map<number, { resolve(result: unknown): void, reject(error: Error): void }>} */
  const open = new Map()
  let last = 0
  let text = ''
  child.stdio[4]?.on('data', (/** @type {Buffer} */ part) => {
    const messages = (text + part.toString('latin1')).split('\0')
    text = messages.pop() ?? ''
    for (const message of messages) hear(Buffer.from(message, 'latin1').toString())
  })
  child.once('exit', () => {
    for (const { reject } of open.values()) reject(new Error('Chromium is gone.'))
  })

  /** @param {string} message */
  function hear(message) {
    const { id, result, error } = JSON.parse(message)
    if (error) open.get(id)?.reject(new Error(error.message))
    else open.get(id)?.resolve(result)
    open.delete(id)
  }

  /** @param {string} method @param {object} [params] @param {string} [sessionId] @returns {Promise<any>} */
  return (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      last += 1
      open.set(last, { resolve, reject })
      const pipe = /** @type {import('node:stream').Writable} */ (child.stdio[3])
      pipe.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`)
    })
}

/** @param {Send} send */
function page(send) {
  return {
    send,

    /** What an expression comes to, once it has. @param {string} expression @returns {Promise<any>} */
    async evaluate(expression) {
      const { result, exceptionDetails } = await send('Runtime.evaluate', {
        expression,
        awaitPromise: true,
        returnByValue: true,
      })
      if (!exceptionDetails) return result.value
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    },
  }
}
