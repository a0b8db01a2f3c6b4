import { emailCode, takeFirstCode } from '../code-proof.js'
import { takeNewEmail } from '../new-email.js'
import { proceed } from '../proceed.js'
import { takeFactorCode } from '../second-factor.js'
import { required, requireTicket, resume } from '../step.js'
import type { Challenge } from './challenge.js'

/**
 * The user types the code that came by e-mail: the first factor, or the second; the ticket says which. A wrong one may
 * be tried again with the same Session. Where e-mail was just chosen as the second factor (MFA_SETUP), the code sets it
 * up.
 */
export const EMAIL_OTP: Challenge = async (world, step) => {
  const ticket = requireTicket(world, step, 'email code', emailCode.asks)
  if (ticket.asks === emailCode.asks) return takeFirstCode(world, step, emailCode, ticket)
  const signIn = await resume(world, step, ticket)
  const code = required(step, 'EMAIL_OTP_CODE')
  const { newEmail } = ticket
  if (newEmail !== undefined) {
    const user = await takeNewEmail(world, step, signIn, newEmail, code)
    return proceed(world, step, { ...signIn, user, secondFactorProved: true })
  }
  await takeFactorCode(world, signIn, 'email code', code)
  return proceed(world, step, { ...signIn, secondFactorProved: true })
}
