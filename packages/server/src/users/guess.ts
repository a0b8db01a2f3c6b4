import { notAuthorized } from '../errors.js'
import type { World } from '../operation.js'
import { isLocked } from './user.js'

export const attemptsExceeded = () => notAuthorized('Password attempts exceeded', 'locked out')

/**
 * Lets a secret be guessed once. A wrong guess is counted, and while the account is locked none is looked at.
 *
 * Guesses at one account are looked at one at a time: of a thousand that are sent at once, those behind the fifth
 * find the account locked. (Several nodes do not wait for each other, so each of them may let one more through.)
 * Counting in advance and taking back would do without the wait, and cost each right sign-in two more writes.
 *
 * @param isRight compares what was shown; it may be slow.
 * @returns whether it was right, and whether wrong guesses were counted before it.
 * @throws NotAuthorizedException while locked.
 */
export function guess(
  world: World,
  { poolId, userId }: { poolId: string; userId: string },
  isRight: () => Promise<boolean>,
): Promise<{ right: boolean; guessedWrong: boolean }> {
  const owner = { poolId, userId }
  return world.inTurn(`guess ${poolId} ${userId}`, async () => {
    const attempts = await world.stores.attempts.find(owner)
    if (isLocked(attempts, world.clock.now())) throw attemptsExceeded()
    const right = await isRight()
    if (!right) await world.stores.attempts.failed(owner, world.clock.now())
    return { right, guessedWrong: attempts !== undefined }
  })
}
