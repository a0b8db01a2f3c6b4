import type { SetUserPoolMfaConfigRequest } from '@latchkey/wire'
import type { Operation } from '../operation.js'
import { changePool } from './create-pool.js'
import { passkeyRulesOf } from './passkey-rules-shape.js'
import { mfaConfigShape, mfaOf } from './pool-shape.js'
import { requirePool } from './require-pool.js'
import { notServed } from './unserved.js'

/** What is left out stays as it is. */
export const SetUserPoolMfaConfig: Operation<'SetUserPoolMfaConfig'> = async (world, request) => {
  refuseUnservedFactors(request)
  const pool = await requirePool(world, request.UserPoolId)
  const { MfaConfiguration, SoftwareTokenMfaConfiguration, WebAuthnConfiguration } = request
  const draft = {
    mfa: MfaConfiguration ? mfaOf[MfaConfiguration] : pool.mfa,
    softwareTokenMfa: SoftwareTokenMfaConfiguration?.Enabled ?? pool.softwareTokenMfa,
    passkeys: WebAuthnConfiguration ? passkeyRulesOf(WebAuthnConfiguration) : pool.passkeys,
  }
  await changePool(world, pool, draft)
  return mfaConfigShape(draft)
}

/** Even an empty structure turns a factor on. */
function refuseUnservedFactors(request: SetUserPoolMfaConfigRequest): void {
  const unserved = ['SmsMfaConfiguration', 'EmailMfaConfiguration'] as const
  const asked = unserved.find((member) => request[member] !== undefined)
  if (asked) throw notServed(asked)
}
