import type { Engine } from '@latchkey/srp'
import { loaded } from './load.js'

/** What differs between a browser, Node and React Native. The entries of this package set it before anything runs. */
export const platform: {
  /** The arithmetic of the proofs. Loaded when there is something to prove: whoever is signed in never needs it. */
  engine: () => Promise<Engine>
} = {
  engine: async () => (await loaded(import('./browser-engine.js'))).browserEngine,
}
