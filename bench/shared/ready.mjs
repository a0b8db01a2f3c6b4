// @ts-check
import { createInterface } from 'node:readline'

/**
 * Where a server that was started answers: what its line `ready …` says. A server for development says before it where its
 * console is.
 *
 * @param {import('node:child_process').ChildProcess & { stdout: import('node:stream').Readable }} child
 * @returns {Promise<string>}
 */
export const ready = (child) =>
  new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /^ready (\S+)/.exec(line)?.[1]
      if (url !== undefined) resolve(url)
    })
    child.once('close', () => reject(new Error('The server did not start.')))
  })
