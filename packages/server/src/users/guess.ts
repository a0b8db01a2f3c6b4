import { notAuthorized } from '../errors.js'
import type { Happened } from '../events/event.js'
import { happenedToSomebody } from '../events/happened.js'
import type { World } from '../operation.js'
import { isLocked } from './user.js'

type Owner = { poolId: string; userId: string }

type Guessing = Pick<World, 'inTurn' | 'stores' | 'clock' | 'transaction' | 'caller' | 'random'>

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
 * A wrong guess is on record with its count; that the account is locked, once when the lock begins. So a flood of
 * guesses leaves no more than the lock lets through: while it holds, nothing is looked at, and nothing written.
 *
 * @param isRight compares what was shown; it may be slow.
 * @param wrong what is put on record of a wrong guess, should the account be somebody's.
 * @returns whether it was right, and whether wrong guesses were counted before it.
 * @throws NotAuthorizedException while locked.
 */
export function guess(
  world: Guessing,
  { poolId, userId }: Owner,
  isRight: () => Promise<boolean>,
  wrong: Omit<Happened, 'outcome'>,
): Promise<{ right: boolean; guessedWrong: boolean }> {
  const {
    inTurn,
    stores: { attempts },
    clock,
  } = world
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
    if (!right && !(await countWrong(world, owner, wrong))) throw attemptsExceeded()
    return { right, guessedWrong }
  })
}

/** False: while the account is locked, guesses do not count. */
const countWrong = (world: Guessing, owner: Owner, wrong: Omit<Happened, 'outcome'>): Promise<boolean> =>
  world.transaction(async (stores) => {
    const counted = await stores.attempts.failed(owner, world.clock.now())
    if (!counted) return false
    await happenedToSomebody(world, stores, owner, { ...wrong, outcome: 'fail' })
    if (isLocked(counted, world.clock.now()))
      await happenedToSomebody(world, stores, owner, { ...lockedOut, clientId: wrong.clientId })
    return true
  })

const lockedOut = { kind: 'locked_out', outcome: 'fail', reason: 'too many wrong guesses' } as const
