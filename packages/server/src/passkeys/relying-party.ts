import { Refusal } from '../errors.js'
import type { World } from '../operation.js'
import type { Pool } from '../pools/pool.js'
import { relyingPartyOf } from './passkey.js'

export const relyingPartyOfPool = (world: Pick<World, 'publicUrl'>, { passkeys }: Pool) =>
  relyingPartyOf(passkeys, world.publicUrl)

/**
 * The domain that a new passkey is made for. Throws WebAuthnNotEnabledException where passkeys are not among the first
 * factors of the pool, WebAuthnConfigurationMissingException where no domain is known.
 */
export function requireRelyingParty(world: Pick<World, 'publicUrl'>, pool: Pool): string {
  if (!pool.firstFactors.includes('passkey'))
    throw new Refusal('WebAuthnNotEnabledException', 'Passkeys are not enabled for this user pool.')
  const relyingPartyId = relyingPartyOfPool(world, pool)
  if (relyingPartyId !== undefined) return relyingPartyId
  throw new Refusal(
    'WebAuthnConfigurationMissingException',
    'The user pool has no relying party ID. Set WebAuthnConfiguration.RelyingPartyId.',
  )
}
