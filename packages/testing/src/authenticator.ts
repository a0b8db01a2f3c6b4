import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** An authenticator that you can hold: it makes passkeys and uses them, and lies where it is told to. */

/** What one is told to say otherwise than it is. */
export type Pretence = {
  /** The page: `http://localhost:3000` unless told. */
  origin?: string
  crossOrigin?: boolean
  challenge?: string
  relyingPartyId?: string
  /** Whether it saw its owner's finger or PIN. Default: true. */
  userVerified?: boolean
  type?: string
  /** The signature counter. Default: one more than last time. */
  counter?: number
  /** base64url; null: it tells none. */
  userHandle?: string | null
  credentialId?: string
  aaguid?: string
  /** How it vouches for itself: not at all, or with the key of the passkey. */
  attestation?: 'none' | 'packed'
}

/** PublicKeyCredential as JSON. */
export type CredentialJson = {
  id: string
  rawId: string
  type: string
  authenticatorAttachment: string
  clientExtensionResults: Record<string, never>
  response: Record<string, string | string[]>
}

type Kept = { id: string; relyingPartyId: string; userHandle: string; key: KeyObject; counter: number }

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest()
const base64url = (data: Buffer | string) => Buffer.from(data).toString('base64url')

const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04
const NEW_KEY = 0x40

export class Authenticator {
  /** The passkeys in it, oldest first. */
  readonly kept: Kept[] = []
  /** False: it counts nothing, and says 0, as synchronized passkeys do. */
  readonly counts: boolean

  constructor({ counts = true } = {}) {
    this.counts = counts
  }

  /** Answers `CredentialCreationOptions`. */
  create(options: unknown, pretence: Pretence = {}): CredentialJson {
    const { rp, user, challenge } = options as {
      rp: { id: string }
      user: { id: string }
      challenge: string
    }
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const id = pretence.credentialId ?? base64url(randomBytes(32))
    const made = { id, relyingPartyId: rp.id, userHandle: user.id, key: privateKey, counter: 0 }
    this.kept.push(made)
    const aaguid = Buffer.from((pretence.aaguid ?? '0'.repeat(32)).replaceAll('-', ''), 'hex')
    const idBytes = Buffer.from(id, 'base64url')
    const head = Buffer.concat([aaguid, Buffer.from([idBytes.length >> 8, idBytes.length & 0xff]), idBytes])
    const data = authenticatorData(pretence.relyingPartyId ?? rp.id, {
      flags: NEW_KEY | flagsOf(pretence),
      counter: pretence.counter ?? 0,
      more: Buffer.concat([head, coseKey(privateKey)]),
    })
    const clientData = clientDataOf('webauthn.create', challenge, pretence)
    const signed = Buffer.concat([data, sha256(clientData)])
    return credential(id, {
      clientDataJSON: base64url(clientData),
      attestationObject: base64url(attestationObject(data, pretence.attestation, privateKey, signed)),
      transports: ['internal', 'hybrid'],
    })
  }

  /** Answers CREDENTIAL_REQUEST_OPTIONS with the first passkey that is allowed, or else the first of the domain. */
  get(options: string | undefined, pretence: Pretence = {}): CredentialJson {
    const { challenge, rpId, allowCredentials } = JSON.parse(options ?? '')
    const allowed = allowCredentials.map(({ id }: { id: string }) => id)
    const used =
      this.kept.find(({ id }) => allowed.includes(id)) ??
      this.kept.find(({ relyingPartyId }) => relyingPartyId === rpId)
    if (!used) throw new Error('There is no passkey for this.')
    if (this.counts) used.counter += 1
    const data = authenticatorData(pretence.relyingPartyId ?? rpId, {
      flags: flagsOf(pretence),
      counter: pretence.counter ?? used.counter,
    })
    const clientData = clientDataOf('webauthn.get', challenge, pretence)
    const userHandle = pretence.userHandle === undefined ? used.userHandle : pretence.userHandle
    return credential(pretence.credentialId ?? used.id, {
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(data),
      signature: base64url(sign('sha256', Buffer.concat([data, sha256(clientData)]), used.key)),
      ...(userHandle !== null && { userHandle }),
    })
  }
}

const credential = (id: string, response: CredentialJson['response']): CredentialJson => ({
  id,
  rawId: id,
  type: 'public-key',
  authenticatorAttachment: 'platform',
  clientExtensionResults: {},
  response,
})

const flagsOf = ({ userVerified = true }: Pretence) => USER_PRESENT | (userVerified ? USER_VERIFIED : 0)

const clientDataOf = (type: string, challenge: string, pretence: Pretence) =>
  JSON.stringify({
    type: pretence.type ?? type,
    challenge: pretence.challenge ?? challenge,
    origin: pretence.origin ?? 'http://localhost:3000',
    crossOrigin: pretence.crossOrigin ?? false,
  })

/** W3C Web Authentication Level 3, 6.1. */
function authenticatorData(
  relyingPartyId: string,
  { flags, counter, more = Buffer.alloc(0) }: { flags: number; counter: number; more?: Buffer },
): Buffer {
  const count = Buffer.alloc(4)
  count.writeUInt32BE(counter)
  return Buffer.concat([sha256(relyingPartyId), Buffer.from([flags]), count, more])
}

/** An ES256 key as COSE (RFC 9053, 7.1). */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  return Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ])
}

/** CBOR (RFC 8949): { fmt, attStmt, authData }. */
function attestationObject(
  data: Buffer,
  format: 'none' | 'packed' = 'none',
  key: KeyObject,
  signed: Buffer,
): Buffer {
  const signature = sign('sha256', signed, key)
  const statement =
    format === 'none'
      ? Buffer.from([0xa0])
      : Buffer.concat([
          Buffer.from('\xa2\x63alg\x26\x63sig\x58', 'latin1'),
          Buffer.from([signature.length]),
          signature,
        ])
  const length = Buffer.alloc(2)
  length.writeUInt16BE(data.length)
  return Buffer.concat([
    Buffer.from('\xa3\x63fmt', 'latin1'),
    Buffer.from([0x60 + format.length]),
    Buffer.from(format),
    Buffer.from('\x67attStmt', 'latin1'),
    statement,
    Buffer.from('\x68authData\x59', 'latin1'),
    length,
    data,
  ])
}
