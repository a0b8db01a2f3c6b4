import { takePasswordClaim } from '../password-proof.js'
import type { Challenge } from './challenge.js'

/** The user proves the password (SRP, second message). It may be answered again, with its proof, until the payout. */
export const PASSWORD_VERIFIER: Challenge = takePasswordClaim
