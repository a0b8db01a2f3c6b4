import type { ChallengeNameType } from '@latchkey/wire'
import { invalidParameter } from '../errors.js'
import type { World } from '../operation.js'
import { CUSTOM_CHALLENGE } from './challenges/CUSTOM_CHALLENGE.js'
import type { Challenge } from './challenges/challenge.js'
import { DEVICE_PASSWORD_VERIFIER } from './challenges/DEVICE_PASSWORD_VERIFIER.js'
import { DEVICE_SRP_AUTH } from './challenges/DEVICE_SRP_AUTH.js'
import { EMAIL_OTP } from './challenges/EMAIL_OTP.js'
import { MFA_SETUP } from './challenges/MFA_SETUP.js'
import { NEW_PASSWORD_REQUIRED } from './challenges/NEW_PASSWORD_REQUIRED.js'
import { PASSWORD_VERIFIER } from './challenges/PASSWORD_VERIFIER.js'
import { SELECT_CHALLENGE } from './challenges/SELECT_CHALLENGE.js'
import { SELECT_MFA_TYPE } from './challenges/SELECT_MFA_TYPE.js'
import { SMS_MFA } from './challenges/SMS_MFA.js'
import { SMS_OTP } from './challenges/SMS_OTP.js'
import { SOFTWARE_TOKEN_MFA } from './challenges/SOFTWARE_TOKEN_MFA.js'
import { WEB_AUTHN } from './challenges/WEB_AUTHN.js'
import { counted } from './counted.js'
import type { Answer, Step } from './step.js'

/**
 * SELECT_CHALLENGE answered by the name of what was chosen. Source: ChallengeName of RespondToAuthChallenge, which
 * names PASSWORD and PASSWORD_SRP beside it.
 */
const choosing =
  (ANSWER: ChallengeNameType): Challenge =>
  (world, step) =>
    SELECT_CHALLENGE(world, { ...step, shown: { ...step.shown, ANSWER } })

/** The challenges of the protocol. */
const challenges: Record<ChallengeNameType, Challenge | 'never asked'> = {
  SELECT_CHALLENGE,
  CUSTOM_CHALLENGE,
  WEB_AUTHN,
  SMS_OTP,
  PASSWORD_VERIFIER,
  NEW_PASSWORD_REQUIRED,
  MFA_SETUP,
  SOFTWARE_TOKEN_MFA,
  SMS_MFA,
  EMAIL_OTP,
  SELECT_MFA_TYPE,
  DEVICE_SRP_AUTH,
  DEVICE_PASSWORD_VERIFIER,
  PASSWORD: choosing('PASSWORD'),
  PASSWORD_SRP: choosing('PASSWORD_SRP'),
  // The name of a flow; nobody can be owed an answer to it.
  ADMIN_NO_SRP_AUTH: 'never asked',
}

/** Takes the answer to a challenge. */
export async function respond(world: World, step: Step, name: ChallengeNameType): Promise<Answer> {
  const challenge = challenges[name]
  if (challenge === 'never asked') throw invalidParameter(`The ${name} challenge is never asked.`)
  return counted(world, step, name, () => challenge(world, step))
}
