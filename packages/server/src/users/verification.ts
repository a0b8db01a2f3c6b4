import { invalidParameter } from '../errors.js'
import { type PreparedCode, prepareCode } from '../messages/code.js'
import type { CodeUse } from '../messages/code-store.js'
import type { Composition } from '../messages/compose.js'
import type { World } from '../operation.js'
import type { Address } from '../pools/pool.js'
import type { Target } from './attribute-change.js'
import { addresses } from './attributes.js'

/** The code that verifies an address. */

/** Source: Amazon Cognito developer guide, "Quotas", validity of codes: attribute verification. */
const CODE_MILLISECONDS = 24 * 3600 * 1000

/** The code proves the very address that it was sent to. */
export const verificationUse = ({ address, to }: Target): CodeUse => ({ purpose: address, subject: to })

/** Call it before the transaction that keeps the code. */
export const prepareVerification = (
  world: World,
  composition: Composition,
  { address, to }: Target,
): Promise<PreparedCode> =>
  prepareCode(world, composition, {
    use: verificationUse({ address, to }),
    address,
    to,
    milliseconds: CODE_MILLISECONDS,
  })

/** The kind of address that a request names. Throws InvalidParameterException: no other attribute is verified. */
export function addressAsked(name: string): Address {
  const address = addresses.find((known) => known === name)
  if (!address) throw invalidParameter('Only email and phone_number can be verified.')
  return address
}
