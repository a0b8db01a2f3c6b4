import type { AuthEventType, ChallengeResponseType, EventResponseType, EventType } from '@latchkey/wire'
import {
  type Event,
  type EventKind,
  insteadOfPassword,
  isOperators,
  signedInReason,
} from '../events/event.js'
import type { Place } from '../events/place.js'
import { describeUserAgent } from '../events/user-agent.js'

/** Events in the words of Cognito: sign-ins, sign-ups and passwords, and whether they passed. */

type Told = { type: EventType; response: EventResponseType; challenges?: ChallengeResponseType[] }

const passed = (ChallengeName: 'Password' | 'Mfa'): ChallengeResponseType => ({
  ChallengeName,
  ChallengeResponse: 'Success',
})
const failed = (ChallengeName: 'Password' | 'Mfa'): ChallengeResponseType => ({
  ChallengeName,
  ChallengeResponse: 'Failure',
})

const refusedSignIn = (challenges?: ChallengeResponseType[]): Told => ({
  type: 'SignIn',
  response: 'Fail',
  ...(challenges && { challenges }),
})

/** Undefined for what Cognito has no word for. */
type Telling = (event: Event) => Told | undefined

/** What Cognito has a word for; devices, and what operators do, are not among it. */
const tellings: Partial<Record<EventKind, Telling>> = {
  signed_in: ({ reason }) => ({
    type: 'SignIn',
    response: 'Pass',
    challenges: [passed('Password'), ...(reason === signedInReason.passed ? [passed('Mfa')] : [])],
  }),
  wrong_password: () => refusedSignIn([failed('Password')]),
  // Of a sign-in; other codes confirm an account or a new password.
  wrong_code: ({ sessionId, reason }) =>
    sessionId === undefined
      ? undefined
      : refusedSignIn([failed(reason === insteadOfPassword ? 'Password' : 'Mfa')]),
  wrong_device_secret: () => refusedSignIn(),
  wrong_passkey: () => refusedSignIn(),
  wrong_answer: () => refusedSignIn(),
  locked_out: () => refusedSignIn(),
  sign_in_refused: () => refusedSignIn(),
  signed_up: () => ({ type: 'SignUp', response: 'Pass' }),
  password_changed: ({ operation }) => ({
    type: operation === 'ConfirmForgotPassword' ? 'ForgotPassword' : 'PasswordChange',
    response: 'Pass',
  }),
  code_sent: ({ operation }) => {
    if (operation === 'ForgotPassword') return { type: 'ForgotPassword', response: 'InProgress' }
    return operation === 'ResendConfirmationCode' ? { type: 'ResendCode', response: 'Pass' } : undefined
  },
}

export const authEventKinds = Object.keys(tellings) as EventKind[]

/** Undefined for what Cognito has no word for. Operators' doings are none of it: it tells what users did. */
export function authEventShape(event: Event, place: Place | undefined): AuthEventType | undefined {
  const told = isOperators(event) ? undefined : tellings[event.kind]?.(event)
  if (!told) return undefined
  const { browser, system } = describeUserAgent(event.userAgent)
  return {
    EventId: event.eventId,
    EventType: told.type,
    CreationDate: event.at.getTime() / 1000,
    EventResponse: told.response,
    ChallengeResponses: told.challenges ?? [],
    EventContextData: {
      IpAddress: event.address,
      DeviceName: [browser, system].filter((part) => part !== undefined).join(', ') || undefined,
      City: place?.city,
      Country: place?.country,
    },
  }
}
