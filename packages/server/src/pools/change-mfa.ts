import type { SetUserPoolMfaConfigRequest } from '@latchkey/wire'
import type { Acting } from '../events/acting.js'
import { changePool } from './create-pool.js'
import { passkeyRulesOf } from './passkey-rules-shape.js'
import type { Pool, PoolDraft } from './pool.js'
import { mfaSettingsOf } from './pool-shape.js'

type MfaSettings = ReturnType<typeof mfaSettingsOf> & Pick<PoolDraft, 'passkeys'>

/** Sets the second factors and passkeys of a pool. Throws InvalidParameterException and ConcurrentModificationException. */
export async function changeMfa(
  world: Acting,
  pool: Pool,
  request: Omit<SetUserPoolMfaConfigRequest, 'UserPoolId'>,
): Promise<MfaSettings> {
  const { WebAuthnConfiguration } = request
  const settings = {
    ...mfaSettingsOf(pool, request),
    passkeys: WebAuthnConfiguration ? passkeyRulesOf(WebAuthnConfiguration) : pool.passkeys,
  }
  await changePool(world, pool, settings)
  return settings
}
