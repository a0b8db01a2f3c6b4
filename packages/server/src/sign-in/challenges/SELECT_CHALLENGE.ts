import { invalidParameter, invalidSession } from '../../errors.js'
import { accountNamed } from '../account.js'
import { askForPasswordClaim, takePassword } from '../password-proof.js'
import { required, requireTicket } from '../step.js'
import type { Challenge } from './challenge.js'

/** The user chose a first factor, and shows it in the same answer. */
export const SELECT_CHALLENGE: Challenge = async (world, step) => {
  const ticket = requireTicket(world, step, 'first factor')
  const { userId } = await accountNamed(world, step)
  if (userId !== ticket.userId) throw invalidSession()
  const answer = required(step, 'ANSWER')
  if (answer === 'PASSWORD') return takePassword(world, step, { unknownDevice: 'ignore' }, ticket)
  if (answer === 'PASSWORD_SRP') return askForPasswordClaim(world, step, ticket)
  throw invalidParameter(`${answer.slice(0, 64)} is not one of the available challenges.`)
}
