import { Refusal } from '../errors.js'
import type { Stores, World } from '../operation.js'
import type { SoftwareToken } from './software-token-store.js'
import { makeTotpSecret, totpStep } from './totp.js'

type Owner = { poolId: string; userId: string }

const SECRET_BYTES = 20

/** Makes a software token for a user, in use once a code of it was shown. The secret is in base32. */
export async function associateSoftwareToken(world: World, owner: Owner): Promise<string> {
  const secret = makeTotpSecret(world.random.bytes(SECRET_BYTES))
  await world.stores.softwareTokens.associate(owner, secret, world.clock.now())
  return secret
}

/**
 * The time step of a code of the token that waits. Throws SoftwareTokenMFANotFoundException when none waits,
 * EnableSoftwareTokenMFAException when the code is not its.
 */
export async function verifyPendingToken(world: World, owner: Owner, code: string): Promise<number> {
  const pending: SoftwareToken | undefined = await world.stores.softwareTokens.findPending(owner)
  if (!pending) {
    throw new Refusal('SoftwareTokenMFANotFoundException', 'No software token is associated with the user.')
  }
  const step = totpStep(pending.secret, code, world.clock.now())
  if (step !== undefined) return step
  throw new Refusal('EnableSoftwareTokenMFAException', 'Code mismatch and fail enable Software Token MFA')
}

/** Puts the waiting token in use. The code that showed it is spent. Run it in a transaction. */
export async function activateToken(
  stores: Stores,
  owner: Owner,
  friendlyName: string | undefined,
  step: number,
): Promise<void> {
  if (await stores.softwareTokens.activate(owner, friendlyName || undefined, step)) return
  throw new Refusal('SoftwareTokenMFANotFoundException', 'No software token is associated with the user.')
}
