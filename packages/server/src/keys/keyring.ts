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

/** How many values one sealing key seals: a tenth of the 2^32 that random nonces allow (NIST SP 800-38D, 8.3). */
const SEALED_BY_ONE_KEY = 400_000_000
const KEYS_REMEMBERED = 1000

/**
 * @param masterKey 32 bytes.
 * @example
 * const keyring = makeKeyring(randomBytes(32))
 * keyring.open('greeting', keyring.seal('greeting', 'hello'))?.toString() // 'hello'
 */
export function makeKeyring(masterKey: Uint8Array): Keyring {
  if (masterKey.length !== 32) throw new RangeError('A master key has 32 bytes.')
  const sealingKeys = makeSealingKeys(derive(masterKey, 'seal'))
  const hashingKey = derive(masterKey, 'hash')
  return {
    seal: (context, plain) => seal(sealingKeys, context, plain),
    open: (context, sealed) => open(sealingKeys, context, sealed),
    hash: (context, text) => hmac(hashingKey, context, text).toString('base64url'),
    stretch: (context, text, length) => keystream(hmac(hashingKey, context, text), length),
  }
}

const derive = (masterKey: Uint8Array, purpose: string) =>
  Buffer.from(hkdfSync('sha256', masterKey, '', `latchkey ${purpose} v1`, 32))

/** The context's length goes in front, so that no two pairs of context and text give the same input. */
const hmac = (key: Buffer, context: string, text: string) =>
  createHmac('sha256', key).update(`${context.length}:${context}:${text}`).digest()

/** AES-256 in counter mode over zeros, under a key that is used for nothing else: as fast as opening a sealed value. */
function keystream(key: Buffer, length: number): Buffer {
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length))
}

type SealingKeys = {
  /** The key that seals now, and the salt that it comes from, which goes in front of what it seals. */
  current(): { salt: Buffer; key: Buffer }
  /** The key that comes from a salt. */
  of(salt: Buffer): Buffer
}

/**
 * Sealing keys come from the master key and a random salt: a new one for each process, and after many values, so that
 * random nonces stay safe however many tickets a pool hands out. Deriving one for each value would be as safe, and
 * is felt in the cost of a sign-in.
 */
function makeSealingKeys(master: Buffer): SealingKeys {
  const remembered = new Map<string, Buffer>()
  let sealed = 0
  let salt = randomBytes(SALT)

  function of(from: Buffer): Buffer {
    const name = from.toString('latin1')
    const known = remembered.get(name)
    if (known) return known
    const key = createHmac('sha256', master).update(from).digest()
    if (remembered.size >= KEYS_REMEMBERED) remembered.clear()
    remembered.set(name, key)
    return key
  }

  function current() {
    sealed += 1
    if (sealed % SEALED_BY_ONE_KEY === 0) salt = randomBytes(SALT)
    return { salt, key: of(salt) }
  }

  return { current, of }
}

/** AES-256-GCM; salt, nonce, body and tag as base64url. */
function seal(keys: SealingKeys, context: string, plain: string | Uint8Array): string {
  const { salt, key } = keys.current()
  const nonce = randomBytes(IV)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(context))
  const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain)
  return Buffer.concat([salt, nonce, body, cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

function open(keys: SealingKeys, context: string, sealed: string): Buffer | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < SALT + IV + TAG) return undefined
  const key = keys.of(bytes.subarray(0, SALT))
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(SALT, SALT + IV))
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(bytes.subarray(-TAG))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(SALT + IV, -TAG)), decipher.final()])
  } catch {
    return undefined
  }
}

/** Compares secrets without telling, by its time, where they differ. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
