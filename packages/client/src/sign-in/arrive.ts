import { linkDevice } from '../devices/keep-device.js'
import { pendingDevice } from '../devices/pending-device.js'
import { settleDevice } from '../devices/track-device.js'
import { hasName, signInError } from '../errors.js'
import { emit } from '../events.js'
import { loaded } from '../load.js'
import { saveSession, sessionOf } from '../tokens/session.js'
import type { SignInOutput } from '../types.js'
import { StaleDeviceSecret } from './device-proof.js'
import { type Progress, recovering, respond, type SignIn } from './flow.js'
import { knownDevice } from './known-device.js'
import { nextStep } from './next-step.js'
import { setSignInState } from './sign-in-state.js'

const DONE: SignInOutput = { isSignedIn: true, nextStep: { signInStep: 'DONE' } }

/**
 * Goes as far as a sign-in gets without its user: to the tokens, which are stored, or to the next thing to ask for. With
 * tokens it returns at once; a new device registers itself in the background.
 */
export async function arrive(signIn: SignIn, progress: Progress): Promise<SignInOutput> {
  const { answer, username } = progress
  if (answer.AuthenticationResult) {
    await keepTokens(signIn, progress)
    return DONE
  }
  const { ChallengeName: challengeName, Session: session } = answer
  if (!challengeName || !session) throw signInError('The server answered neither a challenge nor tokens.')
  setSignInState({ username, challengeName, session, details: signIn.details })
  if (challengeName === 'WEB_AUTHN') {
    const credential = await askForPasskey(progress)
    const answering = { ...signIn, ask: signIn.ask.afresh() }
    return arrive(answering, await provePasskey(answering, progress, credential))
  }
  return nextStep(progress, signIn)
}

async function keepTokens({ world, details }: SignIn, { answer, username }: Progress): Promise<void> {
  const { AuthenticationResult: result = {} } = answer
  const session = sessionOf(result, { username, signInDetails: details })
  await saveSession(world, session, pendingDevice(world, username, result.NewDeviceMetadata))
  await linkDevice(world, username, [details?.loginId])
  setSignInState(undefined)
  emit({ type: 'signedIn', username })
  // After one of the user before, which may still be on its way.
  Promise.resolve(world.tracking).then(() => settleDevice(world))
}

/** It takes the user as long as it does: the time does not count. */
async function askForPasskey({ answer }: Progress): Promise<string> {
  const { getPasskey } = await loaded(import('../passkeys/passkey.js'))
  return JSON.stringify(await getPasskey(answer.ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS))
}

async function provePasskey(
  signIn: SignIn,
  { answer, username }: Progress,
  CREDENTIAL: string,
): Promise<Progress> {
  const device = await knownDevice(signIn.world, [username, signIn.details?.loginId])
  const next = await recovering(signIn.world, device, (known) =>
    respond(signIn, 'WEB_AUTHN', username, { CREDENTIAL }, { device: known, session: answer.Session }),
  )
  if (next.ChallengeName === 'WEB_AUTHN') {
    throw signInError('Sequential WEB_AUTHN challenges returned from underlying service cannot be handled.')
  }
  return { answer: next, username }
}

/**
 * Runs a part of a sign-in, and once more without the device where its secret turned out to be stale. Refusals that mean
 * a step of the user's become that step.
 */
export async function attempt(run: () => Promise<SignInOutput>): Promise<SignInOutput> {
  try {
    return await run().catch((error) => {
      if (error instanceof StaleDeviceSecret) return run()
      throw error
    })
  } catch (error) {
    if (hasName(error, 'UserNotConfirmedException')) return step('CONFIRM_SIGN_UP')
    if (hasName(error, 'PasswordResetRequiredException')) return step('RESET_PASSWORD')
    throw error instanceof StaleDeviceSecret ? error.refusal : error
  }
}

const step = (signInStep: 'CONFIRM_SIGN_UP' | 'RESET_PASSWORD'): SignInOutput => ({
  isSignedIn: false,
  nextStep: { signInStep },
})
