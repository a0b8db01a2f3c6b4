import type { Address, PoolDraft } from '../pools/pool.js'
import { type Attributes, addresses, isVerified, verifiedFlag, withFlags } from './attributes.js'

/** What comes of a change of attributes. Pure. */

export type AttributeChange = {
  /** As they are written at once. */
  attributes: Attributes
  /** New addresses that are used only once they are verified: the old ones stay until then. */
  waiting: Target[]
  /** Kinds of address of which none waits any more. */
  withdrawn: Address[]
  /** Where codes go. */
  toVerify: Target[]
}

export type Target = { address: Address; to: string }

/**
 * An operator who says whether an address is verified is believed: nothing waits then, and for a verified one no code
 * is sent. An address where there was none has nothing to wait behind.
 * Source: UserAttributeUpdateSettingsType; AdminUpdateUserAttributes, on `email_verified`.
 */
export function attributeChange(
  pool: Pick<PoolDraft, 'autoVerified' | 'verifiedBeforeUse'>,
  before: Readonly<Attributes>,
  changes: Attributes,
): AttributeChange {
  const mentioned = addresses.filter((address) => changes[address] !== undefined)
  const changed = mentioned.flatMap((address): Target[] => {
    const to = changes[address]
    return to && to !== before[address] ? [{ address, to }] : []
  })
  const waiting = changed.filter(
    ({ address }) =>
      pool.verifiedBeforeUse.includes(address) &&
      before[address] !== undefined &&
      changes[verifiedFlag(address)] === undefined,
  )
  const waits = (address: Address) => waiting.some((target) => target.address === address)
  const atOnce = Object.fromEntries(
    Object.entries(changes).filter(([name]) => !waiting.some(({ address }) => address === name)),
  )
  const attributes = withFlags(before, atOnce)
  return {
    attributes,
    waiting,
    withdrawn: mentioned.filter((address) => !waits(address)),
    toVerify: changed.filter(
      ({ address }) =>
        waits(address) || (pool.autoVerified.includes(address) && !isVerified(attributes, address)),
    ),
  }
}
