import { byWhom } from '../events/event.js'
import { happened } from '../events/happened.js'
import type { World } from '../operation.js'

/**
 * With everything of theirs; false when somebody else did it before. What happened stays on record, as who deletes
 * somebody must not delete with it that they did; but for from where, and with what browser, it was asked: that was the
 * user's own.
 */
export const deleteUser = (
  world: Pick<World, 'caller' | 'clock' | 'random' | 'transaction'>,
  user: { poolId: string; userId: string },
): Promise<boolean> =>
  world.transaction(async (stores) => {
    if (!(await stores.users.remove(user))) return false
    await happened(world, stores, user, { kind: 'account_changed', reason: `deleted ${byWhom(world)}` })
    await stores.events.blank(user)
    return true
  })
