import { invalidParameter } from '../../errors.js'
import type { SecondFactor } from '../../pools/pool.js'
import { proceed } from '../proceed.js'
import { required, requireTicket, resume } from '../step.js'
import type { Challenge } from './challenge.js'

/** The user chooses among several second factors, and may choose again: the code of the first choice is over then. */
export const SELECT_MFA_TYPE: Challenge = async (world, step) => {
  const signIn = await resume(world, step, requireTicket(world, step, 'second factor choice'))
  const answer = required(step, 'ANSWER')
  const chosenFactor = factors.get(answer)
  if (!chosenFactor) throw invalidParameter(`${answer.slice(0, 64)} is not a type of MFA.`)
  return proceed(world, step, signIn, { chosenFactor })
}

/** Source: "RespondToAuthChallenge", ANSWER. The developer guide writes EMAIL_MFA, clients send EMAIL_OTP. */
const factors = new Map<string, SecondFactor>([
  ['SMS_MFA', 'sms code'],
  ['SOFTWARE_TOKEN_MFA', 'software token'],
  ['EMAIL_OTP', 'email code'],
  ['EMAIL_MFA', 'email code'],
])
