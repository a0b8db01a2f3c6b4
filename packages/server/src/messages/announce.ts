import type { World } from '../operation.js'
import type { Message } from './message.js'

/**
 * Says in the log that a message is on its way; call it once the transaction is through. The secret in it, a code
 * or a temporary password, is shown on a developer's own machine only: logs are kept, copied and read by many.
 */
export function announce(
  { development, log }: Pick<World, 'development' | 'log'>,
  what: 'code' | 'temporary password',
  username: string,
  message: Message,
  secret: string,
): void {
  const { medium, to } = message
  if (development) {
    log.info({ username, medium, to, secret }, `${what} for ${username} by ${medium} to ${to}: ${secret}`)
  } else {
    log.info({ medium }, `${what} put into the outbox`)
  }
}
