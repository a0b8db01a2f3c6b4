import type { UpdateUserPoolRequest } from '@latchkey/wire'
import { invalidParameter } from '../errors.js'

/** What CreateUserPool and UpdateUserPool have in common. */
export type PoolRequest = Omit<UpdateUserPoolRequest, 'UserPoolId'>

/** True when a structure says anything at all: `{}` says nothing. */
export const saysSomething = (structure: object | undefined): boolean =>
  structure !== undefined && Object.values(structure).some((value) => value !== undefined)

/**
 * Settings that would change whether somebody may sign in, and on which nothing here acts. To keep them in silence
 * would promise a protection that is not there.
 */
const unserved: { member: string; isAsked(request: PoolRequest): boolean }[] = [
  {
    member: 'UserPoolAddOns.AdvancedSecurityMode',
    isAsked: ({ UserPoolAddOns }) => (UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF') !== 'OFF',
  },
  {
    member: 'UserPoolAddOns.AdvancedSecurityAdditionalFlows',
    isAsked: ({ UserPoolAddOns }) => saysSomething(UserPoolAddOns?.AdvancedSecurityAdditionalFlows),
  },
  { member: 'KeyConfiguration', isAsked: ({ KeyConfiguration }) => saysSomething(KeyConfiguration) },
  { member: 'IssuerConfiguration', isAsked: ({ IssuerConfiguration }) => saysSomething(IssuerConfiguration) },
]

/** The members of LambdaConfig that are acted on. */
const actedOn: readonly string[] = [
  'PreSignUp',
  'PostConfirmation',
  'DefineAuthChallenge',
  'CreateAuthChallenge',
  'VerifyAuthChallengeResponse',
  'PreAuthentication',
  'PostAuthentication',
  'PreTokenGeneration',
  'PreTokenGenerationConfig',
  'UserMigration',
  'CustomMessage',
  'CustomEmailSender',
  'CustomSMSSender',
  'KMSKeyID',
]

/** Throws InvalidParameterException. */
export function refuseUnserved(request: PoolRequest): void {
  for (const [name, value] of Object.entries(request.LambdaConfig ?? {})) {
    if (value !== undefined && !actedOn.includes(name)) throw notServed(`LambdaConfig.${name}`)
  }
  const first = unserved.find(({ isAsked }) => isAsked(request))
  if (first) throw notServed(first.member)
}

const notServed = (member: string) => invalidParameter(`${member} is not served by this version of Latchkey.`)
