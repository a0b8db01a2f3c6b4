import { toBase64, utf8 } from './bytes.js'
import type { Engine } from './engine.js'
import type { Identity } from './identity.js'

/**
 * The proof that travels, PASSWORD_CLAIM_SIGNATURE: `base64(HMAC-SHA256(K, group ‖ id ‖ secret block ‖
 * timestamp))`. The client computes it to send it, the server to compare (in constant time: `sameBytes` of
 * `@latchkey/srp/node`).
 *
 * @param key the 16-byte key of either half
 * @param secretBlock SECRET_BLOCK decoded (`fromBase64`), not its text
 * @param timestamp the client's own text: the server hashes what it received, and need not parse it for that
 * @returns 44 characters
 * @example
 * await claimSignature(engine, key, identity, secretBlock, 'Tue May 7 00:09:40 UTC 2024')
 * // 'IW6O4+tshqpZZBOwnyasS6gJ+pzuuh+jcmON9B0StGo='
 */
export async function claimSignature(
  engine: Engine,
  key: Uint8Array,
  identity: Identity,
  secretBlock: Uint8Array,
  timestamp: string,
): Promise<string> {
  const named = utf8(`${identity.group}${identity.id}`)
  return toBase64(await engine.hmacSha256(key, named, secretBlock, utf8(timestamp)))
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/**
 * TIMESTAMP of the claim: `EEE MMM d HH:mm:ss 'UTC' yyyy` in English, the day of the month without a leading
 * zero. Written by hand, because `Intl` differs between runtimes and the text is signed.
 *
 * @throws RangeError for an invalid date
 * @example
 * timestamp(new Date('2024-05-07T00:09:40Z'))  // 'Tue May 7 00:09:40 UTC 2024'
 */
export function timestamp(date: Date): string {
  const time = date.toISOString().slice(11, 19)
  const day = `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}`
  return `${day} ${time} UTC ${date.getUTCFullYear()}`
}
