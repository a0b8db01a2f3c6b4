import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

/**
 * Everything that is made from the master key. What is sealed is bound to its `context` (what it is and whose):
 * a sealed value that is copied to another row, or shown in another place, does not open.
 */
export type Keyring = {
  /** Encrypts for storage. */
  seal(context: string, plain: string | Uint8Array): string
  /** The plain bytes; undefined when `sealed` was not made by `seal` with this master key and context. */
  open(context: string, sealed: string): Buffer | undefined
  /** A keyed hash (HMAC-SHA256, base64url): for codes, and for stable answers about users that do not exist. */
  hash(context: string, text: string): string
  /** Bytes of any length that are the same for the same context and text, and unknown without the master key. */
  stretch(context: string, text: string, length: number): Buffer
}

const SALT = 16
const IV = 12
const TAG = 16

/**
 * @param masterKey 32 bytes.
 * @example
 * const keyring = makeKeyring(randomBytes(32))
 * keyring.open('greeting', keyring.seal('greeting', 'hello'))?.toString() // 'hello'
 */
export function makeKeyring(masterKey: Uint8Array): Keyring {
  if (masterKey.length !== 32) throw new RangeError('A master key has 32 bytes.')
  const sealingKey = derive(masterKey, 'seal')
  const hashingKey = derive(masterKey, 'hash')
  return {
    seal: (context, plain) => seal(sealingKey, context, plain),
    open: (context, sealed) => open(sealingKey, context, sealed),
    hash: (context, text) => hmac(hashingKey, context, text).toString('base64url'),
    stretch: (context, text, length) =>
      Buffer.from(hkdfSync('sha256', hmac(hashingKey, context, text), '', 'stretch', length)),
  }
}

const derive = (masterKey: Uint8Array, purpose: string) =>
  Buffer.from(hkdfSync('sha256', masterKey, '', `latchkey ${purpose} v1`, 32))

/** The context's length goes in front, so that no two pairs of context and text give the same input. */
const hmac = (key: Buffer, context: string, text: string) =>
  createHmac('sha256', key).update(`${context.length}:${context}:${text}`).digest()

/**
 * AES-256-GCM under a key of its own for each value: random nonces under one key are safe for 2^32 values only
 * (NIST SP 800-38D, 8.3), which a busy pool's tickets would reach.
 */
function seal(key: Buffer, context: string, plain: string | Uint8Array): string {
  const nonce = randomBytes(SALT + IV)
  const cipher = createCipheriv('aes-256-gcm', valueKey(key, nonce), nonce.subarray(SALT))
  cipher.setAAD(Buffer.from(context))
  const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain)
  return Buffer.concat([nonce, body, cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

function open(key: Buffer, context: string, sealed: string): Buffer | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < SALT + IV + TAG) return undefined
  const decipher = createDecipheriv('aes-256-gcm', valueKey(key, bytes), bytes.subarray(SALT, SALT + IV))
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(bytes.subarray(-TAG))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(SALT + IV, -TAG)), decipher.final()])
  } catch {
    return undefined
  }
}

const valueKey = (key: Buffer, nonce: Buffer) =>
  createHmac('sha256', key).update(nonce.subarray(0, SALT)).digest()

/** Compares secrets without telling, by its time, where they differ. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
