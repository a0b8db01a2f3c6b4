import type { World } from '../../operation.js'
import type { Answer, Step } from '../step.js'

/** What becomes of the answer to one challenge. */
export type Challenge = (world: World, step: Step) => Promise<Answer>
