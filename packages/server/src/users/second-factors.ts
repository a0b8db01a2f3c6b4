import type { Address, SecondFactor } from '../pools/pool.js'
import type { User } from './user.js'

/** The second factors of a user: which ones there are, and where their codes go. Pure. */

/** The address that the codes of a second factor go to; none go to a software token. */
export const addressOf = (factor: SecondFactor): Address | undefined => addresses[factor]

const addresses: Readonly<Partial<Record<SecondFactor, Address>>> = {
  'sms code': 'phone_number',
  'email code': 'email',
}

const factors = { phone_number: 'sms code', email: 'email code' } as const satisfies Record<
  Address,
  SecondFactor
>

/** The second factor whose codes go to an address. */
export const factorOf = (address: Address): SecondFactor => factors[address]

type Known = Pick<User, 'attributes' | 'mfa'>

/**
 * The second factors that a user set up. One whose address an operator removed is none until there is an address
 * again. One whose address was changed stays: its codes go to the new address, verified or not. Else a change of
 * the phone number would switch the second factor off, and nobody would notice.
 */
export const setUpFactors = ({ attributes, mfa }: Known): SecondFactor[] =>
  mfa.enabled.filter((factor) => {
    const address = addressOf(factor)
    return address === undefined || !!attributes[address]
  })

/** A second factor that would go with its address; undefined when every one keeps its own. */
export const lostFactor = (user: Known, after: Readonly<Record<string, string>>): SecondFactor | undefined =>
  setUpFactors(user).find((factor) => {
    const address = addressOf(factor)
    return address !== undefined && !after[address]
  })
