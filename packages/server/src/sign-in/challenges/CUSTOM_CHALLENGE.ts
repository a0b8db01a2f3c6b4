import { takeCustomAnswer } from '../custom-auth.js'
import type { Challenge } from './challenge.js'

/** The user answers what the pool's triggers asked. Right or wrong, a question is answered once. */
export const CUSTOM_CHALLENGE: Challenge = takeCustomAnswer
