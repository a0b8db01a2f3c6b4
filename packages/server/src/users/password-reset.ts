import { invalidParameter, notAuthorized, type Refusal } from '../errors.js'
import { type PreparedCode, prepareCode } from '../messages/code.js'
import type { CodeUse } from '../messages/code-store.js'
import type { Composition } from '../messages/compose.js'
import type { World } from '../operation.js'
import { type Address, nameKey, type Pool } from '../pools/pool.js'
import { type NoReset, recoveryAddresses } from './recovery.js'
import { userDoesNotExist } from './require-user.js'

/** The code with which a user who forgot the password sets another one. */

/** Source: Amazon Cognito developer guide, "Quotas", validity of codes: forgotten password. */
const CODE_MILLISECONDS = 60 * 60 * 1000

export type Target = { address: Address; to: string }

/** The code is of the address that it went to: it is worth nothing once another address is the user's. */
export const resetUse = ({ address, to }: Target): CodeUse => ({
  purpose: 'password reset',
  subject: `${address} ${to}`,
})

/** The code and its message. Call it before the transaction that keeps them. */
export const prepareReset = (
  world: World,
  composition: Omit<Composition, 'occasion'>,
  { address, to }: Target,
): Promise<PreparedCode> =>
  prepareCode(
    world,
    { ...composition, occasion: 'forgotten password' },
    { use: resetUse({ address, to }), address, to, milliseconds: CODE_MILLISECONDS },
  )

/** A code for a name that nobody has: it is counted as a user's is, and no message carries it. */
export function simulatedReset(world: World, pool: Pool, name: string) {
  const id = world.keyring.stretch('simulated reset', `${pool.poolId} ${nameKey(pool, name)}`, 16)
  return {
    owner: { poolId: pool.poolId, userId: id.toString('hex') },
    use: { purpose: 'password reset', subject: '' } as const,
    expiresAt: new Date(world.clock.now().getTime() + CODE_MILLISECONDS),
  }
}

/** Where the code of a made-up user could go: what the pool verifies by itself, most of its users will have. */
export function simulatedChannels(pool: Pool): Address[] {
  const channels = recoveryAddresses(pool)
  const verified = channels.filter((channel) => pool.autoVerified.includes(channel))
  return verified.length > 0 ? verified : channels
}

const refusals: Record<NoReset, () => Refusal> = {
  'no user': userDoesNotExist,
  disabled: () => notAuthorized('User is disabled.'),
  'operators only': () => notAuthorized('Contact administrator to reset password.'),
  state: () => notAuthorized('User password cannot be reset in the current state.'),
  'no address': () =>
    invalidParameter(
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    ),
}

export const cannotReset = (why: NoReset): Refusal => refusals[why]()
