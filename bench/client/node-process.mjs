// @ts-check
import { answer, cpuMilliseconds } from '../shared/answer.mjs'
import { harness } from './harness.mjs'

/** A client in Node, alone in its process. */

/** @typedef {import('./cases.mjs').Case} Case */

/** @type {{ library: string, url: string }} */
const settings = JSON.parse(process.argv[2] ?? '{}')

// aws-amplify never confirms a device where nothing says what to call it, and Node 20 has no navigator.
if (!globalThis.navigator) {
  Object.defineProperty(globalThis, 'navigator', { value: { userAgent: 'Node' }, configurable: true })
}

const { library } = await import(`./${settings.library}.mjs`)
const subject = harness(library, settings.url, memory())

/** Both libraries keep things in the same way. @returns {import('@latchkey/auth').KeyValueStorage} */
function memory() {
  /** @type {Map<string, string>} */
  const items = new Map()
  return {
    setItem: async (key, value) => void items.set(key, value),
    getItem: async (key) => items.get(key) ?? null,
    removeItem: async (key) => void items.delete(key),
    clear: async () => items.clear(),
  }
}

answer(
  {
    begin: (/** @type {Case} */ one) => subject.begin(one),
    configure: (/** @type {Case} */ one) => subject.configure(one),
    /** CPU milliseconds. */
    async cpu(/** @type {Case} */ one) {
      const before = cpuMilliseconds()
      await subject.act(one)
      return cpuMilliseconds() - before
    },
    stretch: (/** @type {Case} */ one) => subject.stretch(one),
    idle: () => subject.stretch(undefined),
    end: (/** @type {Case} */ one) => subject.end(one),
  },
  async () => {},
)
