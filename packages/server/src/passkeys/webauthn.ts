import type { Passkey } from './passkey.js'
import type { ShownCredential } from './shown-credential.js'

/**
 * What browsers say of passkeys, checked by @simplewebauthn/server, which is loaded when the first one comes. Where the
 * page was, the callers have looked at already.
 */

/** EdDSA, ES256 and RS256 (IANA COSE Algorithms): what authenticators of today have at least one of. */
export const ALGORITHMS = [-8, -7, -257]

export type Registration = ShownCredential<'clientDataJSON' | 'attestationObject'>
export type Assertion = ShownCredential<'clientDataJSON' | 'authenticatorData' | 'signature'>

type Expected = { challenge: string; relyingPartyId: string; requireUserVerification: boolean }

export type NewKey = { publicKey: string; counter: number; aaguid: string }

/** The key of a new passkey, or why there is none. */
export async function checkRegistration(
  shown: Registration,
  { challenge, relyingPartyId, requireUserVerification }: Expected,
): Promise<NewKey | 'other relying party' | 'not supported'> {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        id: shown.id,
        rawId: shown.id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: shown.response.clientDataJSON,
          attestationObject: await withoutStatement(shown.response.attestationObject),
        },
      },
      expectedChallenge: challenge,
      expectedOrigin: shown.clientData.origin,
      expectedRPID: relyingPartyId,
      requireUserVerification,
      supportedAlgorithmIDs: ALGORITHMS,
    })
    if (!verified || registrationInfo.credential.id !== shown.id) return 'not supported'
    const { publicKey, counter } = registrationInfo.credential
    return {
      publicKey: Buffer.from(publicKey).toString('base64url'),
      counter,
      aaguid: registrationInfo.aaguid,
    }
  } catch (error) {
    return isOfOtherRelyingParty(error) ? 'other relying party' : 'not supported'
  }
}

/** How an assertion was made, or why it proves nothing. */
export async function checkAssertion(
  shown: Assertion,
  passkey: Passkey,
  { challenge, relyingPartyId, requireUserVerification }: Expected,
): Promise<{ counter: number; userVerified: boolean } | undefined> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id: shown.id,
        rawId: shown.id,
        type: 'public-key',
        clientExtensionResults: {},
        response: shown.response,
      },
      expectedChallenge: challenge,
      expectedOrigin: shown.clientData.origin,
      expectedRPID: relyingPartyId,
      requireUserVerification,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter: passkey.counter,
      },
    })
    const { newCounter: counter, userVerified } = authenticationInfo
    return verified ? { counter, userVerified } : undefined
  } catch {
    return undefined
  }
}

/** The library's class is not exported. */
const isOfOtherRelyingParty = (error: unknown) =>
  error instanceof Error && error.name === 'UnexpectedRPIDHash'

/**
 * The same attestation object with the format `none`. A statement is not asked for; to check one that came anyway
 * would be to fetch lists of revoked certificates from wherever its sender says.
 * Source: W3C Web Authentication Level 3, 8.7; CBOR by RFC 8949, 3.
 */
async function withoutStatement(attestationObject: string): Promise<string> {
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers')
  const decoded = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, 'base64url')))
  const data = Buffer.from(decoded.get('authData'))
  const head = Buffer.from('\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59\0\0', 'latin1')
  head.writeUInt16BE(data.length, head.length - 2)
  return Buffer.concat([head, data]).toString('base64url')
}
