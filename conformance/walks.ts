/** What each sign-in by SRP looks like on the wire. */

export const NEW_DEVICE = [
  'InitiateAuth USER_SRP_AUTH → PASSWORD_VERIFIER',
  'RespondToAuthChallenge PASSWORD_VERIFIER → tokens and a new device',
  'ConfirmDevice → done',
]

export const KNOWN_DEVICE = [
  'InitiateAuth USER_SRP_AUTH → PASSWORD_VERIFIER',
  'RespondToAuthChallenge PASSWORD_VERIFIER → DEVICE_SRP_AUTH',
  'RespondToAuthChallenge DEVICE_SRP_AUTH → DEVICE_PASSWORD_VERIFIER',
  'RespondToAuthChallenge DEVICE_PASSWORD_VERIFIER → tokens',
]
