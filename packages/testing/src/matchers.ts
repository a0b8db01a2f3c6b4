import { expect } from 'vitest'
import type { Asks, Progress } from './device.js'

/** Sentences for `expect`. Import it for its effect: `import '@latchkey/testing/matchers'`. */

expect.extend({
  toAskFor(received: Progress, expected: Asks) {
    return {
      pass: received.asks === expected,
      message: () => `The sign-in asks for ${received.asks}, and should ask for ${expected}.`,
    }
  },
})

declare module 'vitest' {
  interface Matchers<T> {
    /** What a sign-in asks the user for. */
    toAskFor(asks: Asks): T
  }
}
