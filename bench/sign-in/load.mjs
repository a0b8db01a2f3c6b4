// @ts-check
import { signInClient } from './client.mjs'

/** @typedef {import('./seed.mjs').Signer} Signer */
/** @typedef {ReturnType<typeof signInClient>} Client */
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
  /** @type {{ signer: Signer, refreshToken: string }[]} */
  const signedIn = []
  let nextRefresh = 0

  /** @param {Client} client */
  async function signIn(client) {
    const signer = signers[next++ % signers.length]
    if (!signer) throw new Error('There is nobody to sign in.')
    const { milliseconds, refreshToken } = await client.signIn(signer)
    if (signedIn.length < signers.length) signedIn.push({ signer, refreshToken })
    return milliseconds
  }

  /** @param {Client} client */
  async function refresh(client) {
    const before = signedIn[nextRefresh++ % signedIn.length]
    if (!before) throw new Error('There is nothing to refresh before somebody signed in.')
    await client.refresh(before.signer, before.refreshToken)
  }

  /**
   * @template Result
   * @param {number} width
   * @param {() => boolean} goesOn asked before each
   * @param {(client: Client) => Promise<Result>} work
   */
  async function run(width, goesOn, work) {
    /** @type {Result[]} */
    const results = []
    const worker = async (/** @type {Client} */ client) => {
      while (goesOn()) results.push(await work(client))
    }
    const start = performance.now()
    await Promise.all(clients.slice(0, width).map(worker))
    return { results, rate: results.length / ((performance.now() - start) / 1000) }
  }

  return {
    /** `count` sign-ins, `width` at any time. */
    many(/** @type {number} */ count, width = concurrency) {
      let left = count
      return run(width, () => left-- > 0, signIn)
    },
    /** Once somebody has signed in. */
    manyRefreshes(/** @type {number} */ count) {
      let left = count
      return run(concurrency, () => left-- > 0, refresh)
    },
    /** As many as there is time for. */
    during(/** @type {number} */ milliseconds, width = concurrency) {
      const end = performance.now() + milliseconds
      return run(width, () => performance.now() < end, signIn)
    },
    close() {
      for (const client of clients) client.close()
    },
  }
}
