import type { Operation } from '../operation.js'
import { changePool } from './create-pool.js'
import { passkeyRulesOf } from './passkey-rules-shape.js'
import { mfaConfigShape, mfaSettingsOf } from './pool-shape.js'
import { requirePool } from './require-pool.js'

export const SetUserPoolMfaConfig: Operation<'SetUserPoolMfaConfig'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const { WebAuthnConfiguration } = request
  const settings = {
    ...mfaSettingsOf(pool, request),
    passkeys: WebAuthnConfiguration ? passkeyRulesOf(WebAuthnConfiguration) : pool.passkeys,
  }
  await changePool(world, pool, settings)
  return mfaConfigShape(settings)
}
