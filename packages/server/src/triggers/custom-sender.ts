import type { World } from '../operation.js'
import { regionOf } from '../pools/pool.js'
import { eventOf, type Subject, userAttributesOf } from './event.js'
import type { Invoked } from './invoke.js'
import type { Occasion } from './trigger.js'

/** A message that the pool's own function sends, in the place of the server. */
export type SenderOrder = {
  /** The same at every attempt. */
  messageId: string
  /** `SignUp`, `ForgotPassword`, …: what comes behind `CustomEmailSender_`. */
  cause: string
  /** With the address that the message goes to. */
  user: Subject
  /** The code, or the temporary password. */
  code: string
  metadata: Readonly<Record<string, string>> | undefined
}

/**
 * Tells a custom sender what to send. What it answers does not matter, if it answers at all.
 * The code is encrypted where the pool names a key (KMSKeyID), see `Triggers.encrypt`.
 */
export async function tellSender(
  world: World,
  name: 'CustomEmailSender' | 'CustomSMSSender',
  { pool, clientId, username }: Occasion,
  { messageId, cause, user, code, metadata }: SenderOrder,
): Promise<Invoked | undefined> {
  const trigger = pool.triggers[name]
  if (!trigger) return undefined
  const request = {
    type: name === 'CustomEmailSender' ? 'customEmailSenderRequestV1' : 'customSMSSenderRequestV1',
    code: pool.encryptsSentCodes ? await world.triggers.encrypt(code) : code,
    userAttributes: userAttributesOf(user),
    ...(metadata && { clientMetadata: metadata }),
  }
  const about = { poolId: pool.poolId, region: regionOf(pool.poolId), clientId, username }
  const event = eventOf(`${name}_${cause}`, about, { request, response: {} })
  return world.triggers.invoke(trigger.target, event, messageId)
}
