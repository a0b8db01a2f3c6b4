import { fromBase64, toBase64 } from '@latchkey/srp'
import { AuthError } from '../errors.js'

/*
 * Between the protocol's JSON and WebAuthn's objects. The forms are those of PublicKeyCredential.toJSON and
 * parseCreationOptionsFromJSON (W3C WebAuthn Level 3, section 5.1), which not every browser has.
 */

type Json = Record<string, unknown>

/** Answers a request for a passkey, given as JSON text. */
export async function getPasskey(optionsJson: string | undefined): Promise<Json> {
  ensureSupported()
  const options = parsed(optionsJson)
  if (!options)
    throw passkeyError('InvalidPasskeyAuthenticationOptions', 'The server sent no options for a passkey.')
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: withIds(options.allowCredentials),
  }
  const credential = await asked('Retrieval', () =>
    navigator.credentials.get({ publicKey: publicKey as never }),
  )
  const response = credential.response as AuthenticatorAssertionResponse
  return {
    ...common(credential),
    response: {
      clientDataJSON: base64url(response.clientDataJSON),
      authenticatorData: base64url(response.authenticatorData),
      signature: base64url(response.signature),
      ...(response.userHandle && { userHandle: base64url(response.userHandle) }),
    },
  }
}

/** Makes a passkey, from the options that the server sent. */
export async function createPasskey(options: Json | null | undefined): Promise<Json> {
  const user = options?.user as Json | undefined
  if (!options?.challenge || !user || !options.rp || !options.pubKeyCredParams) {
    throw passkeyError('InvalidPasskeyRegistrationOptions', 'The server sent no options for a new passkey.')
  }
  ensureSupported()
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: withIds(options.excludeCredentials),
  }
  const credential = await asked('Registration', () =>
    navigator.credentials.create({ publicKey: publicKey as never }),
  )
  const response = credential.response as AuthenticatorAttestationResponse
  const key = response.getPublicKey()
  return {
    ...common(credential),
    response: {
      clientDataJSON: base64url(response.clientDataJSON),
      attestationObject: base64url(response.attestationObject),
      authenticatorData: base64url(response.getAuthenticatorData()),
      transports: response.getTransports(),
      publicKeyAlgorithm: response.getPublicKeyAlgorithm(),
      ...(key && { publicKey: base64url(key) }),
    },
  }
}

const common = (credential: PublicKeyCredential) => ({
  id: credential.id,
  rawId: base64url(credential.rawId),
  type: credential.type,
  clientExtensionResults: credential.getClientExtensionResults(),
  ...(credential.authenticatorAttachment && { authenticatorAttachment: credential.authenticatorAttachment }),
})

function parsed(json: string | undefined): Json | undefined {
  try {
    const options: unknown = JSON.parse(json ?? '')
    return typeof options === 'object' && options !== null ? (options as Json) : undefined
  } catch {
    return undefined
  }
}

const withIds = (credentials: unknown) =>
  (Array.isArray(credentials) ? credentials : []).map((one: Json) => ({ ...one, id: bytes(one.id) }))

const bytes = (base64: unknown) => fromBase64(String(base64)) ?? new Uint8Array()

const base64url = (buffer: ArrayBuffer) =>
  toBase64(new Uint8Array(buffer)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

function ensureSupported(): void {
  if (globalThis.isSecureContext && typeof globalThis.PublicKeyCredential === 'function') return
  throw passkeyError('PasskeyNotSupported', 'Passkeys may not be supported on this device.')
}

/** What browsers refuse with, under the names that aws-amplify gives it. */
async function asked(
  what: 'Retrieval' | 'Registration',
  ask: () => Promise<Credential | null>,
): Promise<PublicKeyCredential> {
  const failed = `Passkey${what}Failed`
  const canceled = what === 'Retrieval' ? 'PasskeyAuthenticationCanceled' : 'PasskeyRegistrationCanceled'
  const names: Record<string, string> = {
    AbortError: 'PasskeyOperationAborted',
    NotAllowedError: canceled,
    InvalidStateError: what === 'Registration' ? 'PasskeyAlreadyExists' : failed,
    SecurityError: 'RelyingPartyMismatch',
  }
  const credential = await ask().catch((error: Error) => {
    throw passkeyError(new Map(Object.entries(names)).get(error.name) ?? failed, error.message, error)
  })
  if (!credential) throw passkeyError(failed, 'The browser gave no passkey.')
  return credential as PublicKeyCredential
}

const passkeyError = (name: string, message: string, underlyingError?: unknown) =>
  new AuthError({
    name,
    message,
    recoverySuggestion: 'Try again, on https and in a browser that has passkeys, or sign in another way.',
    underlyingError,
  })
