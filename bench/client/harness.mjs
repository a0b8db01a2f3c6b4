// @ts-check
import { PASSWORD, userOf } from './cases.mjs'

/*
 * What is measured, by the public functions of a library and nothing else. Runs in Node and in a page: no imports of
 * either.
 */

/** @typedef {import('./cases.mjs').Case} Case */

/**
 * @typedef {{
 *   name: import('./cases.mjs').LibraryName,
 *   auth: Pick<typeof import('@latchkey/auth'), 'signIn' | 'signOut' | 'forgetDevice'>,
 *   configure(
 *     cognito: Record<'userPoolId' | 'userPoolClientId' | 'userPoolEndpoint', string>,
 *     storage: import('@latchkey/auth').KeyValueStorage | undefined,
 *   ): void,
 *   deviceTracked(): Promise<void>,
 * }} Library
 */

/** @typedef {ReturnType<typeof harness>} Harness */

/**
 * @param {Library} library
 * @param {string} userPoolEndpoint
 * @param {import('@latchkey/auth').KeyValueStorage} [storage] default: the library's own choice
 */
export function harness(library, userPoolEndpoint, storage) {
  const { auth } = library

  /** @param {Case} one @param {Case['flow']} flow */
  async function signIn(one, flow) {
    const username = userOf(library.name, one)
    const output = await auth.signIn({ username, password: PASSWORD, options: { authFlowType: flow } })
    if (!output.isSignedIn) throw new Error(`Not signed in: ${JSON.stringify(output)}`)
  }

  /** @param {Case} one */
  async function signInOnNewDevice(one) {
    const tracked = library.deviceTracked()
    await signIn(one, 'USER_PASSWORD_AUTH')
    await tracked
  }

  return {
    /** Once for each case: a device that is to be remembered becomes so. @param {Case} one */
    async begin(one) {
      this.configure(one)
      if (one.device !== 'remembered') return
      await signInOnNewDevice(one)
      await auth.signOut()
    },

    /** @param {Case} one */
    configure({ userPoolId, clientId }) {
      library.configure({ userPoolId, userPoolClientId: clientId, userPoolEndpoint }, storage)
    },

    /** @param {Case} one */
    act: (one) => (one.device === 'new' ? signInOnNewDevice(one) : signIn(one, one.flow)),

    /** The longest that nothing else had a turn while it acted, in milliseconds. @param {Case | undefined} one */
    async stretch(one) {
      const stop = await turns()
      await (one ? this.act(one) : new Promise((resolve) => setTimeout(resolve, IDLE_MILLISECONDS)))
      return stop()
    },

    /** As it was before, except that a remembered device stays. @param {Case} one */
    async end(one) {
      if (one.device === 'new') await auth.forgetDevice()
      await auth.signOut()
    },
  }
}

const IDLE_MILLISECONDS = 200

/**
 * Takes one turn of the event loop after the other, by messages to itself, which wait for nothing but the loop.
 *
 * @returns a function that ends it and returns the longest time between two turns
 */
async function turns() {
  const { port1, port2 } = new MessageChannel()
  // What was going on before is none of its business.
  await new Promise((resolve) => setTimeout(resolve, 50))
  let longest = 0
  let last = performance.now()
  const turn = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
  }
  port1.onmessage = () => {
    turn()
    port2.postMessage(undefined)
  }
  port2.postMessage(undefined)
  return () => {
    turn()
    port1.close()
    return longest
  }
}
