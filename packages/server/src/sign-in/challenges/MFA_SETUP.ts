import { invalidParameter } from '../../errors.js'
import { proceed } from '../proceed.js'
import { requireTicket, resume } from '../step.js'
import type { Challenge } from './challenge.js'

/** The Session is the one that VerifySoftwareToken answered: it says that a code of the new token was seen. */
export const MFA_SETUP: Challenge = async (world, step) => {
  const ticket = requireTicket(world, step, 'second factor set-up')
  const signIn = await resume(world, step, ticket)
  if (!ticket.secondFactorSetUp) {
    throw invalidParameter('No software token was verified in this session. Call VerifySoftwareToken first.')
  }
  return proceed(world, step, { ...signIn, secondFactorProved: true })
}
