import type { Address, FirstFactor, PoolDraft } from '../pools/pool.js'
import type { Attributes } from './attributes.js'

/** Users without a password. Pure. */

const reachedBy: Partial<Record<FirstFactor, Address>> = { 'email code': 'email', 'sms code': 'phone_number' }

/** The addresses that codes begin a sign-in at. */
export const codeAddresses = ({ firstFactors }: Pick<PoolDraft, 'firstFactors'>): Address[] =>
  firstFactors.flatMap((factor) => reachedBy[factor] ?? [])

/**
 * Whether somebody with these attributes can do without a password: where a code can reach them. A passkey alone is no
 * beginning, as it takes a sign-in to make one. Source: SignUp, Password.
 */
export const needsNoPassword = (
  pool: Pick<PoolDraft, 'firstFactors'>,
  attributes: Readonly<Attributes>,
): boolean => codeAddresses(pool).some((address) => attributes[address])
