import { asking } from '../call.js'
import { ensure, signInError } from '../errors.js'
import type { ConfirmSignInInput, ConfirmSignInOutput } from '../types.js'
import type { CallOptions, World } from '../world.js'
import { arrive, attempt } from './arrive.js'
import { type Answer, type Progress, recovering, respond, type SignIn } from './flow.js'
import { knownDevice } from './known-device.js'
import { wireMfaType } from './next-step.js'
import { provePassword } from './password-proof.js'
import { type SignInState, setSignInState, signInState } from './sign-in-state.js'

/** `confirmSignIn`, loaded together with what begins a sign-in. */
export async function runConfirmSignIn(
  here: World,
  input: ConfirmSignInInput,
  options?: CallOptions,
): Promise<ConfirmSignInOutput> {
  ensure(input.challengeResponse, 'EmptyChallengeResponse', 'challengeResponse is required to confirmSignIn')
  const state = signInState()
  if (!state) throw noSignIn()
  const signIn: SignIn = {
    world: here,
    ask: asking(here, options),
    clientMetadata: input.options?.clientMetadata,
    details: state.details,
  }
  return attempt(async () => arrive(signIn, await answerTo(signIn, signInState() ?? state, input)))
}

const noSignIn = () =>
  signInError(
    'No sign-in is under way: signIn was not called before, or it failed, or the page was loaded again too late.',
  )

async function answerTo(signIn: SignIn, state: SignInState, input: ConfirmSignInInput): Promise<Progress> {
  const answering = Object.hasOwn(answers, state.challengeName) ? answers[state.challengeName] : undefined
  if (!answering) throw signInError(`${state.challengeName} cannot be answered by confirmSignIn.`)
  return answering(signIn, state, input)
}

type Answering = (signIn: SignIn, state: SignInState, input: ConfirmSignInInput) => Promise<Progress>

/** How what the user typed travels, for each challenge. */
const answers: Record<string, Answering> = {
  SMS_MFA: code('SMS_MFA', 'SMS_MFA_CODE'),
  SMS_OTP: code('SMS_OTP', 'SMS_OTP_CODE'),
  EMAIL_OTP: code('EMAIL_OTP', 'EMAIL_OTP_CODE'),
  SOFTWARE_TOKEN_MFA: code('SOFTWARE_TOKEN_MFA', 'SOFTWARE_TOKEN_MFA_CODE'),
  CUSTOM_CHALLENGE: code('CUSTOM_CHALLENGE', 'ANSWER'),

  SELECT_MFA_TYPE: (signIn, state, { challengeResponse }) => {
    const ANSWER = wireMfaType(challengeResponse)
    ensure(
      ANSWER,
      'IncorrectMFAMethod',
      'Incorrect MFA method was chosen. It should be either SMS, TOTP, or EMAIL',
    )
    return answer(signIn, state, 'SELECT_MFA_TYPE', { ANSWER })
  },

  NEW_PASSWORD_REQUIRED: (signIn, state, { challengeResponse: NEW_PASSWORD, options }) => {
    const attributes = Object.entries(options?.userAttributes ?? {}).filter(([, value]) => value)
    return answer(signIn, state, 'NEW_PASSWORD_REQUIRED', {
      ...Object.fromEntries(attributes.map(([name, value]) => [`userAttributes.${name}`, String(value)])),
      NEW_PASSWORD,
    })
  },

  MFA_SETUP: async (signIn, state, { challengeResponse, options }) => {
    const chosen = { EMAIL: 'EMAIL_OTP', TOTP: 'SOFTWARE_TOKEN_MFA' }[challengeResponse]
    if (chosen) return locally(state, 'MFA_SETUP', { MFAS_CAN_SETUP: JSON.stringify([chosen]) })
    if (challengeResponse.includes('@'))
      return answer(signIn, state, 'MFA_SETUP', { EMAIL: challengeResponse })
    if (/^\d+$/.test(challengeResponse)) {
      return finishTotpSetup(signIn, state, challengeResponse, options?.friendlyDeviceName)
    }
    throw signInError(
      'MFA setup goes on with "EMAIL" or "TOTP", with an e-mail address, or with the code of the authenticator app.',
      'Call confirmSignIn with one of these.',
    )
  },

  SELECT_CHALLENGE: selectFirstFactor,
  WEB_AUTHN: selectFirstFactor,

  PASSWORD: (signIn, state, { challengeResponse: PASSWORD }) =>
    answer(signIn, state, 'SELECT_CHALLENGE', { ANSWER: 'PASSWORD', PASSWORD }),

  PASSWORD_SRP: (signIn, state, { challengeResponse }) => {
    const begin = (SRP_A: string) =>
      answer(signIn, state, 'SELECT_CHALLENGE', { ANSWER: 'PASSWORD_SRP', SRP_A })
    return provePassword(signIn, signIn.details?.loginId ?? state.username, challengeResponse, begin)
  },
}

/** To choose a password is a question to the user first: the server hears of it together with the password. */
async function selectFirstFactor(
  signIn: SignIn,
  state: SignInState,
  { challengeResponse: ANSWER }: ConfirmSignInInput,
) {
  if (ANSWER === 'PASSWORD' || ANSWER === 'PASSWORD_SRP') return locally(state, ANSWER, {})
  return answer(signIn, state, 'SELECT_CHALLENGE', { ANSWER })
}

function code(challenge: Parameters<typeof respond>[1], member: string): Answering {
  return (signIn, state, { challengeResponse }) =>
    answer(signIn, state, challenge, { [member]: challengeResponse })
}

/** Every answer names the device that is known, so that whichever ends the sign-in, it stays the same device. */
async function answer(
  signIn: SignIn,
  { username, session }: SignInState,
  challenge: Parameters<typeof respond>[1],
  responses: Record<string, string>,
): Promise<Progress> {
  const device = await knownDevice(signIn.world, [username, signIn.details?.loginId])
  const answered = await recovering(signIn.world, device, (known) =>
    respond(signIn, challenge, username, responses, { device: known, session }),
  )
  return { answer: answered, username: answered.ChallengeParameters?.USERNAME ?? username }
}

/** A step that the server need not hear of. */
const locally = (
  { username, session: Session }: SignInState,
  ChallengeName: NonNullable<Answer['ChallengeName']>,
  ChallengeParameters: Record<string, string>,
): Progress => ({ username, answer: { ChallengeName, Session, ChallengeParameters } })

async function finishTotpSetup(
  signIn: SignIn,
  state: SignInState,
  UserCode: string,
  FriendlyDeviceName: string | undefined,
): Promise<Progress> {
  const { Session } = await signIn.ask('VerifySoftwareToken', {
    UserCode,
    Session: state.session,
    FriendlyDeviceName,
  })
  const verified = { ...state, session: Session ?? state.session }
  setSignInState(verified)
  return answer(signIn, verified, 'MFA_SETUP', {})
}
