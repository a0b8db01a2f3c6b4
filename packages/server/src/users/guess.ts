import { notAuthorized } from '../errors.js'
import type { World } from '../operation.js'
import { isLocked } from './user.js'

export const attemptsExceeded = () => notAuthorized('Password attempts exceeded', 'locked out')

/**
 * Lets a secret be guessed once. A wrong guess is counted, and while the account is locked none is looked at.
 *
 * Guesses at one account are looked at one at a time: of a thousand that are sent at once, those behind the fifth
 * find the account locked. Several nodes do not wait for each other. So nothing is said of a guess that was looked at
 * while others locked the account: a wrong one is told as wrong only where it was counted, and a right one, where
 * wrong ones stand beside it, only while there is no lock. With N nodes, N guesses can be under way before the first
 * is counted, and five are counted: an attacker has N + 4 at most. A first right guess costs one read and no write.
 *
 * @param isRight compares what was shown; it may be slow.
 * @returns whether it was right, and whether wrong guesses were counted before it.
 * @throws NotAuthorizedException while locked.
 */
export function guess(
  { inTurn, stores: { attempts }, clock }: Pick<World, 'inTurn' | 'stores' | 'clock'>,
  { poolId, userId }: { poolId: string; userId: string },
  isRight: () => Promise<boolean>,
): Promise<{ right: boolean; guessedWrong: boolean }> {
  const owner = { poolId, userId }
  const refuseIfLocked = async () => {
    const counted = await attempts.find(owner)
    if (isLocked(counted, clock.now())) throw attemptsExceeded()
    return counted !== undefined
  }
  return inTurn(`guess ${poolId} ${userId}`, async () => {
    const guessedWrong = await refuseIfLocked()
    const right = await isRight()
    if (right && guessedWrong) await refuseIfLocked()
    if (!right && !(await attempts.failed(owner, clock.now()))) throw attemptsExceeded()
    return { right, guessedWrong }
  })
}
