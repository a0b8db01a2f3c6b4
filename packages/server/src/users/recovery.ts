import type { Address, PoolDraft, RecoveryChannel } from '../pools/pool.js'
import { isVerified } from './attributes.js'
import type { User } from './user.js'

/** Who may set a new password without the old one, and where the code for that goes. Pure. */

/** Why a user cannot reset the password. */
export type NoReset = 'no user' | 'disabled' | 'operators only' | 'state' | 'no address'

/** A code may go to `to`; or why none may go anywhere. */
export type Recovery = { user: User; address: Address; to: string } | { refused: NoReset }

/**
 * Where nothing is said, the phone number comes before the e-mail address.
 * Source: AccountRecoverySetting, "legacy behavior … SMS is preferred over email".
 */
const UNSAID = ['phone_number', 'email'] as const

/** The addresses that a pool recovers accounts by, the first choice first. */
export const recoveryAddresses = ({ recovery }: Pick<PoolDraft, 'recovery'>): Address[] => {
  const channels: readonly RecoveryChannel[] = recovery ?? UNSAID
  const end = channels.indexOf('operators only')
  return channels.slice(0, end < 0 ? undefined : end).filter((channel) => channel !== 'operators only')
}

/** Only an address that was verified, of a user who has had a password of their own. */
export function recoveryOf(pool: Pick<PoolDraft, 'recovery' | 'mfa'>, user: User | undefined): Recovery {
  const channels = recoveryAddresses(pool)
  if (channels.length === 0) return { refused: 'operators only' }
  if (!user) return { refused: 'no user' }
  if (!user.enabled) return { refused: 'disabled' }
  if (user.status === 'FORCE_CHANGE_PASSWORD') return { refused: 'state' }
  const address = channels.find(
    (channel) => isVerified(user.attributes, channel) && !isFactor(pool, user, channel),
  )
  const to = address && user.attributes[address]
  if (!to || user.status === 'UNCONFIRMED') return { refused: 'no address' }
  return { user, address, to }
}

/**
 * Whoever has one mailbox, or one telephone, must not get past both factors with it: where the pool says how accounts
 * are recovered, an address that brings the codes of a second factor recovers none. Source: AccountRecoverySetting.
 */
const isFactor = ({ recovery, mfa }: Pick<PoolDraft, 'recovery' | 'mfa'>, user: User, address: Address) =>
  recovery !== undefined &&
  mfa !== 'off' &&
  user.mfa.enabled.includes(address === 'email' ? 'email code' : 'sms code')

/** The address that recovers a user's account, whatever state it is in; undefined where the pool does not say. */
export const recoveryAddressOf = (
  pool: Pick<PoolDraft, 'recovery'>,
  { attributes }: Pick<User, 'attributes'>,
): Address | undefined =>
  pool.recovery &&
  recoveryAddresses(pool).find((address) => attributes[address] && isVerified(attributes, address))
