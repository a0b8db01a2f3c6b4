import { goOnWithPassword } from '../custom-auth.js'
import { takePasswordClaim } from '../password-proof.js'
import { proceed } from '../proceed.js'
import type { Challenge } from './challenge.js'

/** The user proves the password (SRP, second message). It may be answered again, with its proof, until the payout. */
export const PASSWORD_VERIFIER: Challenge = async (world, step) => {
  const { ticket, signIn } = await takePasswordClaim(world, step)
  if (ticket.round !== undefined) return goOnWithPassword(world, step, ticket, signIn)
  return proceed(world, step, signIn, { unknownDevice: 'refuse' })
}
