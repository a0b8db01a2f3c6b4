import { createHmac } from 'node:crypto'

/** The secret that signs webhooks. Source: Standard Webhooks 1.0, "Signature scheme". */
const SECRET = /^whsec_([A-Za-z0-9+/]{22,}={0,2})$/

/** The key in `whsec_…`: 24 to 64 bytes in base64. Undefined for anything else. */
export function webhookKeyOf(secret: string): Buffer | undefined {
  const key = Buffer.from(SECRET.exec(secret)?.[1] ?? '', 'base64')
  return key.length >= 24 && key.length <= 64 ? key : undefined
}

/**
 * The headers that prove to a webhook who calls, and that this is the very call: the id stays the same when a call is
 * repeated. Source: Standard Webhooks 1.0 (https://www.standardwebhooks.com): HMAC-SHA256 of `id.timestamp.body`.
 */
export function webhookHeaders(key: Uint8Array, id: string, at: Date, body: string): Record<string, string> {
  const timestamp = Math.floor(at.getTime() / 1000)
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${signature}`,
  }
}
