import { incorrectUsernameOrPassword, passwordResetRequired, Refusal } from '../errors.js'
import type { Happened } from '../events/event.js'
import type { World } from '../operation.js'
import { guess } from '../users/guess.js'
import type { User } from '../users/user.js'
import { type SignIn, type Step, userIsDisabled } from './step.js'
import type { Ticket } from './ticket.js'

/** What all first factors have in common. */

/** Somebody whose first factor was right. */
export type Passed = Pick<SignIn, 'user' | 'guessedWrong'>

/**
 * The user whose first factor was right. What is said of an account (disabled, not confirmed, to be reset) is said only
 * to somebody who showed it. Throws NotAuthorizedException, or what `refuseUnready` throws.
 */
export async function provedFirst(
  world: World,
  { pool, client: { clientId } }: Step,
  { user, userId }: { user: User | undefined; userId: string },
  isRight: () => Promise<boolean>,
  wrong: Pick<Happened, 'sessionId'> & { kind: 'wrong_password' | 'wrong_passkey' },
): Promise<Passed> {
  const owner = { poolId: pool.poolId, userId }
  const { right, guessedWrong } = await guess(world, owner, isRight, { ...wrong, clientId })
  if (!right || !user) throw incorrectUsernameOrPassword()
  refuseUnready(user)
  return { user, guessedWrong }
}

/**
 * For a user who may not sign in, whatever they show. Throws NotAuthorizedException, UserNotConfirmedException or
 * PasswordResetRequiredException.
 */
export function refuseUnready(user: User): void {
  if (!user.enabled) throw userIsDisabled()
  if (user.status === 'UNCONFIRMED') throw new Refusal('UserNotConfirmedException', 'User is not confirmed.')
  if (user.status === 'RESET_REQUIRED') throw passwordResetRequired()
}

/** The sign-in whose first factor was proved under a ticket. */
export const startOf = (
  passed: Passed,
  ticket: Pick<Ticket, 'signInId' | 'startedAt' | 'typedName' | 'deviceKey'>,
  { secondFactorProved = false, spent }: Partial<Pick<SignIn, 'secondFactorProved' | 'spent'>> = {},
): SignIn => ({
  ...passed,
  signInId: ticket.signInId,
  startedAt: ticket.startedAt,
  typedName: ticket.typedName,
  deviceKey: ticket.deviceKey,
  secondFactorProved,
  spent,
  secondFactorSetUp: false,
})
