import { type PreparedCode, prepareCode } from '../messages/code.js'
import type { CodeUse } from '../messages/code-store.js'
import type { Composition } from '../messages/compose.js'
import type { World } from '../operation.js'
import type { Address, Pool } from '../pools/pool.js'
import type { Subject } from '../triggers/event.js'
import { PostConfirmation } from '../triggers/PostConfirmation.js'
import type { User } from './user.js'

/** How long the code of a sign-up is good. Source: Amazon Cognito developer guide, "Quotas", code validity. */
const CODE_MILLISECONDS = 24 * 3600 * 1000

/** The use of a code that confirms a sign-up: it proves the address that it was sent to, and no later one. */
export const confirmationUse = (user: Pick<User, 'attributes'>, address: Address | undefined): CodeUse => ({
  purpose: 'sign-up',
  subject: address ? `${address} ${user.attributes[address]}` : '',
})

/** The code that confirms a sign-up. Call it before the transaction that keeps it. */
export const prepareConfirmation = (
  world: World,
  composition: Composition,
  address: Address,
): Promise<PreparedCode> =>
  prepareCode(world, composition, {
    use: confirmationUse(composition.recipient, address),
    address,
    to: composition.recipient.attributes[address] ?? '',
    milliseconds: CODE_MILLISECONDS,
  })

/** Tells the pool's PostConfirmation of a user who is confirmed. What it throws does not undo that. */
export async function tellConfirmed(
  world: World,
  pool: Pool,
  clientId: string | undefined,
  user: Subject,
  metadata: Record<string, string> | undefined,
): Promise<void> {
  const occasion = { pool, clientId, username: user.username }
  const confirmed = { ...user, status: 'CONFIRMED' }
  await PostConfirmation(world, occasion, {
    source: 'PostConfirmation_ConfirmSignUp',
    user: confirmed,
    metadata,
  })
}
