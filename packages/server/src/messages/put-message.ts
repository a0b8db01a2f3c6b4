import type { Stores, World } from '../operation.js'
import type { Message } from './message.js'
import type { Cause } from './outbox.js'

/** Puts a message into the transaction of its cause. Call `announce` once that is through. */
export const putMessage = (
  { random, clock, delivery }: World,
  { outbox }: Stores,
  owner: { poolId: string; userId: string },
  message: Message,
  { cause, expiresAt }: { cause: Cause; expiresAt: Date | undefined },
): Promise<void> =>
  outbox.put(owner, random.uuid(), message, clock.now(), {
    state: cause.sentByPool?.includes(message.medium) ? 'waiting' : delivery.firstState(message.medium),
    cause,
    ...(expiresAt && { expiresAt }),
  })
