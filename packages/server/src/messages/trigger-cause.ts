import type { Occasion } from './message.js'

/** What the sources of events call the occasion of a message: `CustomMessage_SignUp`, `CustomEmailSender_SignUp`, … */
export const triggerCause: Record<Occasion, string> = {
  'sign-up': 'SignUp',
  'another code': 'ResendCode',
  'forgotten password': 'ForgotPassword',
  'changed address': 'UpdateUserAttribute',
  'address to verify': 'VerifyUserAttribute',
  'sign-in': 'Authentication',
  invitation: 'AdminCreateUser',
}
