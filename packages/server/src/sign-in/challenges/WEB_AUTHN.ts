import { takeAssertion } from '../passkey-proof.js'
import type { Challenge } from './challenge.js'

/** The user shows a passkey. */
export const WEB_AUTHN: Challenge = takeAssertion
