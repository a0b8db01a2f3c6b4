import type { World } from '../operation.js'
import type { Message } from './message.js'

/**
 * Says in the log that a message is on its way, and sends it off; call it once the transaction is through. The secret in it, a code
 * or a temporary password, is shown on a developer's own machine only: logs are kept, copied and read by many.
 */
export function announce(
  { development, log, delivery }: Pick<World, 'development' | 'log' | 'delivery'>,
  what: 'code' | 'temporary password',
  username: string,
  message: Message,
  secret: string,
): void {
  delivery.wake()
  const { medium, to } = message
  if (development) {
    log.info({ username, medium, to, secret }, `${what} for ${username} by ${medium} to ${to}: ${secret}`)
  } else {
    log.info({ medium }, `${what} put into the outbox`)
  }
}
