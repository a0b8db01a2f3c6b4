import type { Clock } from '../chance.js'
import { webhookHeaders, webhookKeyOf } from '../keys/webhook-signature.js'
import { isWebhookUrl } from '../triggers/target.js'
import { type Carrier, DeliveryFailure } from './carrier.js'
import { withDeadline } from './deadline.js'

export type SmsWebhookSettings = {
  url: string
  /** The key in the secret: 24 to 64 bytes. */
  key: Uint8Array
  /** Default: ten seconds. */
  timeoutMilliseconds?: number
  clock?: Clock
}

export const smsWebhookSettingsOf = (url: string, secret: string): SmsWebhookSettings | undefined => {
  const key = webhookKeyOf(secret)
  return key && isWebhookUrl(url) ? { url, key } : undefined
}

/** Answers that say that this very message is wrong; all others may be of the moment. */
const FOR_GOOD = [400, 422]

/** Hands SMS to a webhook, signed. Of the answer, only its status and its type are looked at. */
export function smsWebhookCarrier(settings: SmsWebhookSettings): Carrier {
  const { url, key, timeoutMilliseconds = 10_000, clock = { now: () => new Date() } } = settings
  return {
    async carry({ messageId, poolId, message, cause }, _sender, signal) {
      const body = JSON.stringify({
        type: 'sms',
        data: { to: message.to, text: message.body, occasion: cause?.occasion, userPoolId: poolId },
      })
      const headers = {
        'content-type': 'application/json',
        'idempotency-key': messageId,
        ...webhookHeaders(key, messageId, clock.now(), body),
      }
      await withDeadline(signal, timeoutMilliseconds, async (either) =>
        checkAnswer(await post(url, { headers, body, signal: either })),
      )
    },
  }
}

async function post(url: string, init: RequestInit): Promise<Response> {
  try {
    // A redirect would show the message to somebody who was not named.
    return await fetch(url, { ...init, method: 'POST', redirect: 'manual' })
  } catch (error) {
    const late = error instanceof Error && /^(?:AbortError|TimeoutError)$/.test(error.name)
    throw new DeliveryFailure(
      late ? 'The webhook did not answer in time.' : `The webhook was not reached: ${causeOf(error)}.`,
    )
  }
}

const causeOf = (error: unknown) => {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
}

/** A page means that somebody else answered: a proxy, or a form to sign in. */
async function checkAnswer(answer: Response): Promise<void> {
  const { status, headers, ok, body } = answer
  await body?.cancel()
  if (!ok) throw new DeliveryFailure(`The webhook answered ${status}.`, { final: FOR_GOOD.includes(status) })
  if (/html/i.test(headers.get('content-type') ?? ''))
    throw new DeliveryFailure('The webhook answered with a web page: it is not one that takes messages.')
}
