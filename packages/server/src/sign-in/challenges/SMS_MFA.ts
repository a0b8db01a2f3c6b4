import { proceed } from '../proceed.js'
import { takeFactorCode } from '../second-factor.js'
import { required, requireTicket, resume } from '../step.js'
import type { Challenge } from './challenge.js'

/** The user types the code that came by SMS. A wrong one may be tried again with the same Session. */
export const SMS_MFA: Challenge = async (world, step) => {
  const signIn = await resume(world, step, requireTicket(world, step, 'sms code'))
  await takeFactorCode(world, signIn, 'sms code', required(step, 'SMS_MFA_CODE'))
  return proceed(world, step, { ...signIn, secondFactorProved: true })
}
