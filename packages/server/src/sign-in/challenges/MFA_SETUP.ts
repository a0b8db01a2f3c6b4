import { invalidParameter } from '../../errors.js'
import { askForNewEmail } from '../new-email.js'
import { proceed } from '../proceed.js'
import { requireTicket, resume } from '../step.js'
import type { Challenge } from './challenge.js'

/**
 * The user sets a second factor up. A software token is set up by then: the Session is the one that
 * VerifySoftwareToken answered, which says that a code of it was seen. An e-mail address gets its code now.
 */
export const MFA_SETUP: Challenge = async (world, step) => {
  const ticket = requireTicket(world, step, 'second factor set-up')
  const signIn = await resume(world, step, ticket)
  if (ticket.secondFactorSetUp) return proceed(world, step, { ...signIn, secondFactorProved: true })
  // aws-amplify sends the first, the developer guide writes the second.
  const email = step.shown.EMAIL || step.shown.email
  if (email) return askForNewEmail(world, step, signIn, email)
  throw invalidParameter(
    'No software token was verified in this session, and no EMAIL was given. Call VerifySoftwareToken first.',
  )
}
