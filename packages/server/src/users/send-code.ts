import type { Happened } from '../events/event.js'
import { happened } from '../events/happened.js'
import { announceCode, keepCode, type PreparedCode } from '../messages/code.js'
import type { World } from '../operation.js'
import { tooManyCodes } from './code-refusals.js'
import { userDoesNotExist } from './require-user.js'
import type { User } from './user.js'

/**
 * Sends a code to a user who may have been deleted since it was prepared.
 * Throws LimitExceededException or UserNotFoundException.
 * @param sent what is put on record of it.
 * @param name what the log of a developer's own machine calls the user.
 */
export async function sendCode(
  world: World,
  user: User,
  prepared: PreparedCode,
  sent: Omit<Happened, 'kind'>,
  name = user.username,
): Promise<void> {
  await world.transactionOf(user, async (stores) => {
    if (!(await stores.users.find(user))) throw userDoesNotExist()
    if (!(await keepCode(world, stores, user, prepared))) throw tooManyCodes()
    await happened(world, stores, user, { kind: 'code_sent', ...sent })
  })
  announceCode(world, name, prepared)
}
