import type { EventKindType, TimelineEventType } from '@latchkey/wire'
import { type Event, type EventKind, type EventOutcome, isOperators } from './event.js'
import { describeUserAgent } from './user-agent.js'

/** What the wire calls the kinds of events. */
export const eventKindShape = {
  signed_in: 'SignedIn',
  mfa_asked: 'MfaAsked',
  mfa_skipped: 'MfaSkipped',
  wrong_password: 'WrongPassword',
  wrong_code: 'WrongCode',
  wrong_device_secret: 'WrongDeviceSecret',
  wrong_passkey: 'WrongPasskey',
  wrong_answer: 'WrongAnswer',
  locked_out: 'LockedOut',
  sign_in_refused: 'SignInRefused',
  device_tracked: 'DeviceTracked',
  device_remembered: 'DeviceRemembered',
  device_not_remembered: 'DeviceNotRemembered',
  device_forgotten: 'DeviceForgotten',
  device_renamed: 'DeviceRenamed',
  device_reported: 'DeviceReported',
  refreshed_from_new_address: 'RefreshedFromNewAddress',
  refresh_token_reused: 'RefreshTokenReused',
  signed_out: 'SignedOut',
  password_changed: 'PasswordChanged',
  mfa_changed: 'MfaChanged',
  signed_up: 'SignedUp',
  code_sent: 'CodeSent',
  account_changed: 'AccountChanged',
  operator_action: 'OperatorAction',
} as const satisfies Record<EventKind, EventKindType>

export const eventOutcomeShape = { pass: 'Pass', fail: 'Fail' } as const satisfies Record<
  EventOutcome,
  string
>

const kindNamed = new Map<EventKindType, EventKind>(
  Object.entries(eventKindShape).map(([kind, name]) => [name, kind as EventKind]),
)

/** The kinds that the wire names. */
export const eventKindsOf = (names: readonly EventKindType[]): EventKind[] =>
  names.flatMap((name) => kindNamed.get(name) ?? [])

/** What an event is told with, and does not know itself. */
export type EventNames = {
  username: string | undefined
  deviceName: string | undefined
  place: string | undefined
}

/** An event as operators see it. */
export function eventShape(event: Event, { username, deviceName, place }: EventNames): TimelineEventType {
  const { browser, system } = describeUserAgent(event.userAgent)
  return {
    EventId: event.eventId,
    CreationDate: event.at.getTime() / 1000,
    Kind: eventKindShape[event.kind],
    Outcome: eventOutcomeShape[event.outcome],
    Reason: event.reason,
    DeviceKey: event.deviceKey,
    DeviceName: deviceName,
    Username: username,
    UserSub: event.userId || undefined,
    ClientId: event.clientId,
    SessionId: event.sessionId,
    IpAddress: event.address,
    Place: place,
    Browser: browser,
    System: system,
    UserAgent: event.userAgent,
    Operator: event.operator,
    Operation: event.operation,
  }
}

/** What users are told of an operator. */
export const AN_OPERATOR = 'an operator'

/**
 * An event as its user sees it: operators have no names, and neither their addresses nor their browsers are the user's
 * business. User agents are told in words only, since a sign-in that failed may have been anybody's.
 */
export function ownEventShape(event: Event, names: Omit<EventNames, 'username'>): TimelineEventType {
  const byOperator = isOperators(event)
  const seen = byOperator
    ? { ...event, address: undefined, userAgent: undefined, operator: AN_OPERATOR }
    : { ...event, operator: undefined }
  const {
    UserAgent: _raw,
    UserSub: _own,
    ...shape
  } = eventShape(seen, {
    ...names,
    username: undefined,
    place: byOperator ? undefined : names.place,
  })
  return shape
}
