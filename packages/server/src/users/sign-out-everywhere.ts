import { happened } from '../events/happened.js'
import type { World } from '../operation.js'
import type { Session } from '../tokens/session.js'
import { dropLinksOfOperator } from './sessions-of-operators.js'

/** Ends every session of a user. That an operator did is on record also where there was none. */
export const signOutEverywhere = (
  world: World,
  user: { poolId: string; userId: string },
  from?: Session,
): Promise<void> =>
  world.transaction(async (stores) => {
    await dropLinksOfOperator(stores, user)
    const ended = await stores.sessions.revokeAll(user, world.clock.now())
    const byOperator = world.caller.operator !== undefined
    if (!ended && !byOperator) return
    await happened(world, stores, user, {
      kind: 'signed_out',
      reason: byOperator ? 'by an operator' : 'everywhere',
      sessionId: from?.sessionId,
      deviceKey: from?.deviceKey,
      clientId: from?.clientId,
    })
  })
