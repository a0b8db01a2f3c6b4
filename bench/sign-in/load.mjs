// @ts-check
import { signInClient } from './client.mjs'

/** @typedef {import('./seed.mjs').Signer} Signer */
/** @typedef {ReturnType<typeof load>} Load */

/**
 * Sign-ins by one user after the other, over and over, from this process.
 *
 * @param {string[]} urls one server, or several nodes of one, to which the clients are spread
 * @param {Signer[]} signers
 * @param {number} concurrency the most that there will be side by side
 */
export function load(urls, signers, concurrency) {
  const clients = Array.from({ length: concurrency }, (_, at) => signInClient(urls[at % urls.length] ?? ''))
  let next = 0

  /** @param {number} width @param {() => boolean} goesOn asked before each sign-in */
  async function run(width, goesOn) {
    /** @type {number[]} */
    const waits = []
    const worker = async (/** @type {ReturnType<typeof signInClient>} */ client) => {
      while (goesOn()) {
        const signer = signers[next++ % signers.length]
        if (signer) waits.push(await client.signIn(signer))
      }
    }
    const start = performance.now()
    await Promise.all(clients.slice(0, width).map(worker))
    return { waits, rate: waits.length / ((performance.now() - start) / 1000) }
  }

  return {
    /** `count` sign-ins, `width` at any time. */
    many(/** @type {number} */ count, width = concurrency) {
      let left = count
      return run(width, () => left-- > 0)
    },
    /** As many as there is time for. */
    during(/** @type {number} */ milliseconds, width = concurrency) {
      const end = performance.now() + milliseconds
      return run(width, () => performance.now() < end)
    },
    close() {
      for (const client of clients) client.close()
    },
  }
}
