import { signInError } from '../errors.js'
import { totpSetupDetails } from '../mfa/totp-setup-details.js'
import type { AuthMFAType, NextSignInStep, SignInOutput } from '../types.js'
import type { Progress, SignIn } from './flow.js'
import { setSignInState, signInState } from './sign-in-state.js'

type Parameters = Record<string, string> | null | undefined
type Step = (progress: Progress, signIn: SignIn) => NextSignInStep | Promise<NextSignInStep>

/** What each challenge of the server is to the app. Those that are missing here are answered without it. */
const steps: Record<string, Step> = {
  CUSTOM_CHALLENGE: ({ answer }) => ({
    signInStep: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE',
    additionalInfo: answer.ChallengeParameters ?? {},
  }),
  MFA_SETUP: setUpMfa,
  NEW_PASSWORD_REQUIRED: ({ answer }) => ({
    signInStep: 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED',
    missingAttributes: listIn(answer.ChallengeParameters, 'requiredAttributes').map((name) =>
      name.replace('userAttributes.', ''),
    ),
  }),
  SELECT_MFA_TYPE: ({ answer }) => ({
    signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION',
    allowedMFATypes: mfaTypes(listIn(answer.ChallengeParameters, 'MFAS_CAN_CHOOSE')),
  }),
  SMS_MFA: ({ answer }) => ({
    signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE',
    ...delivery(answer.ChallengeParameters),
  }),
  SMS_OTP: ({ answer }) => ({
    signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE',
    ...delivery(answer.ChallengeParameters),
  }),
  EMAIL_OTP: ({ answer }) => ({
    signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE',
    ...delivery(answer.ChallengeParameters),
  }),
  SOFTWARE_TOKEN_MFA: () => ({ signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' }),
  PASSWORD: () => ({ signInStep: 'CONFIRM_SIGN_IN_WITH_PASSWORD' }),
  PASSWORD_SRP: () => ({ signInStep: 'CONFIRM_SIGN_IN_WITH_PASSWORD' }),
  SELECT_CHALLENGE: ({ answer }) => ({
    signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION',
    ...(answer.AvailableChallenges && { availableChallenges: answer.AvailableChallenges }),
  }),
}

/** @throws AuthError SignInException for a challenge that no client can answer at this point */
export async function nextStep(progress: Progress, signIn: SignIn): Promise<SignInOutput> {
  const { ChallengeName = 'nothing' } = progress.answer
  const step = Object.hasOwn(steps, ChallengeName) ? steps[ChallengeName] : undefined
  if (!step) throw signInError(`The server asks for ${ChallengeName} where that cannot be answered.`)
  return { isSignedIn: false, nextStep: await step(progress, signIn) }
}

/** An authenticator app is set up at once where there is no choice: its secret is part of the step. */
async function setUpMfa({ answer, username }: Progress, { ask }: SignIn): Promise<NextSignInStep> {
  const wireTypes = listIn(answer.ChallengeParameters, 'MFAS_CAN_SETUP')
  const allowedMFATypes = mfaTypes(wireTypes).filter((type) => type !== 'SMS')
  if (allowedMFATypes.length > 1)
    return { signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION', allowedMFATypes }
  const [only] = allowedMFATypes
  if (only === 'EMAIL') return { signInStep: 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP' }
  if (only !== 'TOTP') throw signInError(`Cannot initiate MFA setup from available types: ${wireTypes}`)
  const { Session, SecretCode } = await ask('AssociateSoftwareToken', { Session: answer.Session })
  const state = signInState()
  if (state && Session) setSignInState({ ...state, session: Session })
  return {
    signInStep: 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP',
    totpSetupDetails: totpSetupDetails(SecretCode ?? '', username),
  }
}

/** Lists travel as JSON inside a string. */
function listIn(parameters: Parameters, name: string): string[] {
  try {
    const list: unknown = JSON.parse(parameters?.[name] ?? '[]')
    return Array.isArray(list) ? list.map(String) : []
  } catch {
    return []
  }
}

const MFA_TYPES = new Map<string, AuthMFAType>([
  ['SMS_MFA', 'SMS'],
  ['SOFTWARE_TOKEN_MFA', 'TOTP'],
  ['EMAIL_OTP', 'EMAIL'],
])

/** The kinds that this library knows, of those on the wire. */
export const mfaTypes = (wireTypes: readonly string[]): AuthMFAType[] =>
  wireTypes.flatMap((type) => MFA_TYPES.get(type) ?? [])

/** The wire's word for a kind. */
export const wireMfaType = (type: string): string | undefined =>
  [...MFA_TYPES.keys()].find((wireType) => MFA_TYPES.get(wireType) === type)

function delivery(parameters: Parameters) {
  const { CODE_DELIVERY_DELIVERY_MEDIUM, CODE_DELIVERY_DESTINATION } = parameters ?? {}
  return {
    codeDeliveryDetails: {
      ...(CODE_DELIVERY_DELIVERY_MEDIUM !== undefined && {
        deliveryMedium: CODE_DELIVERY_DELIVERY_MEDIUM as 'EMAIL' | 'SMS',
      }),
      ...(CODE_DELIVERY_DESTINATION !== undefined && { destination: CODE_DELIVERY_DESTINATION }),
    },
  }
}
