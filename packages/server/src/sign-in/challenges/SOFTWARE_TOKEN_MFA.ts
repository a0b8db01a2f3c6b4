import { Refusal } from '../../errors.js'
import { totpStep } from '../../mfa/totp.js'
import type { World } from '../../operation.js'
import { guess } from '../../users/guess.js'
import { proceed } from '../proceed.js'
import { wrongCode } from '../sign-in-code.js'
import { required, requireTicket, resume, type SignIn } from '../step.js'
import type { Challenge } from './challenge.js'

/** The user types the code that the authenticator app shows. A wrong one may be tried again with the same Session. */
export const SOFTWARE_TOKEN_MFA: Challenge = async (world, step) => {
  const signIn = await resume(world, step, requireTicket(world, step, 'software token'))
  await takeCode(world, signIn, required(step, 'SOFTWARE_TOKEN_MFA_CODE'))
  return proceed(world, step, { ...signIn, secondFactorProved: true })
}

async function takeCode(world: World, { user, signInId }: SignIn, code: string): Promise<void> {
  const token = await world.stores.softwareTokens.find(user)
  if (!token) {
    throw new Refusal('SoftwareTokenMFANotFoundException', 'Software Token MFA does not exist for the user.')
  }
  let timeStep: number | undefined
  const isRight = async () => {
    timeStep = /^\d{6}$/.test(code) ? totpStep(token.secret, code, world.clock.now()) : undefined
    return timeStep !== undefined
  }
  await guess(world, user, isRight, wrongCode({ signInId, factor: 'second factor' }))
  if (timeStep === undefined) throw new Refusal('CodeMismatchException', 'Invalid code received for user')
  if (await world.stores.softwareTokens.spend(user, timeStep)) return
  throw new Refusal('ExpiredCodeException', 'Your software token has already been used once.')
}
