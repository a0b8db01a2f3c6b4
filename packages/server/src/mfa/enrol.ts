import { Refusal } from '../errors.js'
import type { Stores, World } from '../operation.js'
import { offersSoftwareToken, type Pool } from '../pools/pool.js'
import { makeTotpSecret, totpStep } from './totp.js'

type Owner = { poolId: string; userId: string }

const SECRET_BYTES = 20

/** Throws SoftwareTokenMFANotFoundException where the pool offers no software tokens. */
export function requireSoftwareTokens(pool: Pool): void {
  if (offersSoftwareToken(pool)) return
  throw new Refusal(
    'SoftwareTokenMFANotFoundException',
    'Software Token MFA has not been enabled by the userPool.',
  )
}

/** Makes a software token for a user, in use once a code of it was shown. The secret is in base32. */
export async function associateSoftwareToken(world: World, owner: Owner): Promise<string> {
  const secret = makeTotpSecret(world.random.bytes(SECRET_BYTES))
  // Not while a code of the one before is looked at: see `activateToken`.
  await world.transactionOf(owner, ({ softwareTokens }) =>
    softwareTokens.associate(owner, secret, world.clock.now()),
  )
  return secret
}

/**
 * Puts the token that waits in use, if the code is its. Run it in a transaction of the user: the token whose code was shown must
 * be the one that is put in use, also when another one is associated at the same moment. The code is spent with that.
 * Throws SoftwareTokenMFANotFoundException when none waits, EnableSoftwareTokenMFAException when the code is not its.
 */
export async function activateToken(
  { softwareTokens }: Stores,
  owner: Owner,
  shown: { code: string; friendlyName: string | undefined },
  now: Date,
): Promise<void> {
  const pending = await softwareTokens.findPending(owner)
  if (!pending) {
    throw new Refusal('SoftwareTokenMFANotFoundException', 'No software token is associated with the user.')
  }
  const step = totpStep(pending.secret, shown.code, now)
  if (step === undefined) {
    throw new Refusal('EnableSoftwareTokenMFAException', 'Code mismatch and fail enable Software Token MFA')
  }
  await softwareTokens.activate(owner, shown.friendlyName || undefined, step)
}
