import { createHmac } from 'node:crypto'
import { CompactEncrypt } from 'jose'

/**
 * A code for a custom sender, as a compact JWE (RFC 7516): `dir`, `A256GCM`, under a key of its own that is made from
 * the secret of the triggers, HMAC-SHA256 of `latchkey custom sender`. There is no AWS KMS here to encrypt it with.
 */
export const encryptCode = (secret: Uint8Array, code: string): Promise<string> =>
  new CompactEncrypt(Buffer.from(code))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(createHmac('sha256', secret).update('latchkey custom sender').digest())
