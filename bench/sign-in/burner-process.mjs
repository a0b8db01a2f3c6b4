// @ts-check
import { answer } from '../shared/answer.mjs'

/** Takes its share of a processor, as a node would, and does nothing with it. */

const TURN_MILLISECONDS = 5
let burning = false

function burn() {
  const end = performance.now() + TURN_MILLISECONDS
  while (performance.now() < end);
  if (burning) setImmediate(burn)
}

answer(
  {
    burn() {
      if (!burning) setImmediate(burn)
      burning = true
    },
    rest() {
      burning = false
    },
  },
  async () => {
    burning = false
  },
)
