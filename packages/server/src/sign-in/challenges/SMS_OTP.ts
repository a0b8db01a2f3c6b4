import { smsCode, takeFirstCode } from '../code-proof.js'
import { requireTicket } from '../step.js'
import type { Challenge } from './challenge.js'

/** The user types the code that came by SMS. A wrong one may be tried again with the same Session. */
export const SMS_OTP: Challenge = async (world, step) =>
  takeFirstCode(world, step, smsCode, requireTicket(world, step, smsCode.asks))
