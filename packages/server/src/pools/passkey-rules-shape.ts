import type { WebAuthnConfigurationType } from '@latchkey/wire'
import { invalidParameter } from '../errors.js'
import { type PasskeyRules, poolDefaults, relyingPartyFault } from './pool.js'

/** The rules of passkeys between the wire and the domain. */

/** What is left out gets its default. Throws InvalidParameterException. */
export function passkeyRulesOf(configuration: WebAuthnConfigurationType): PasskeyRules {
  const { RelyingPartyId, UserVerification, FactorConfiguration } = configuration
  const fault = RelyingPartyId === undefined ? undefined : relyingPartyFault(RelyingPartyId)
  if (fault) throw invalidParameter(fault)
  return {
    relyingPartyId: RelyingPartyId,
    userVerification: UserVerification ?? poolDefaults.passkeys.userVerification,
    countAsSecondFactor: FactorConfiguration === 'MULTI_FACTOR_WITH_USER_VERIFICATION',
  }
}

/** Nothing where nobody set any. */
export function webAuthnConfigurationShape(rules: PasskeyRules): WebAuthnConfigurationType | undefined {
  const { relyingPartyId, userVerification, countAsSecondFactor } = rules
  const unset = relyingPartyId === undefined && userVerification === 'preferred' && !countAsSecondFactor
  if (unset) return undefined
  return {
    RelyingPartyId: relyingPartyId,
    UserVerification: userVerification,
    FactorConfiguration: countAsSecondFactor ? 'MULTI_FACTOR_WITH_USER_VERIFICATION' : 'SINGLE_FACTOR',
  }
}
