import { takeChoice } from '../choice.js'
import { requireTicket } from '../step.js'
import type { Challenge } from './challenge.js'

/** The user chose a first factor. */
export const SELECT_CHALLENGE: Challenge = async (world, step) =>
  takeChoice(world, step, requireTicket(world, step, 'first factor'))
