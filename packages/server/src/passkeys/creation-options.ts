import type { Responses } from '@latchkey/wire'
import type { Pool } from '../pools/pool.js'
import type { User } from '../users/user.js'
import { type Passkey, REGISTRATION_MILLISECONDS } from './passkey.js'
import { ALGORITHMS } from './webauthn.js'

type Options = Responses['StartWebAuthnRegistration']['CredentialCreationOptions']

/**
 * What a browser is asked to make, as PublicKeyCredentialCreationOptionsJSON (W3C Web Authentication Level 3, 5.1.8).
 * A passkey knows its user by the sub, and can be found without a name being typed.
 */
export const creationOptions = (
  { name, passkeys }: Pick<Pool, 'name' | 'passkeys'>,
  user: User,
  asked: { relyingPartyId: string; challenge: string; except: readonly Passkey[] },
): Options => ({
  rp: { id: asked.relyingPartyId, name },
  user: { id: userHandle(user.userId), name: shownName(user), displayName: shownName(user) },
  challenge: asked.challenge,
  pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
  timeout: REGISTRATION_MILLISECONDS,
  excludeCredentials: asked.except.map(({ credentialId, transports }) => ({
    type: 'public-key',
    id: credentialId,
    transports: [...transports],
  })),
  authenticatorSelection: {
    residentKey: 'required',
    requireResidentKey: true,
    userVerification: passkeys.userVerification,
  },
  attestation: 'none',
})

/** `user.id` of WebAuthn: bytes that come back with every assertion. */
export const userHandle = (userId: string) => Buffer.from(userId).toString('base64url')

/** What people choose from: the address where the username is a UUID that nobody types. */
function shownName({ username, userId, attributes }: User): string {
  return username === userId ? (attributes.email ?? attributes.phone_number ?? username) : username
}
