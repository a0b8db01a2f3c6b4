import { Refusal } from '../../errors.js'
import { totpStep } from '../../mfa/totp.js'
import type { World } from '../../operation.js'
import { proceed } from '../proceed.js'
import { required, requireTicket, resume, type SignIn } from '../step.js'
import type { Challenge } from './challenge.js'

/** The user types the code that the authenticator app shows. A wrong one may be tried again with the same Session. */
export const SOFTWARE_TOKEN_MFA: Challenge = async (world, step) => {
  const signIn = await resume(world, step, requireTicket(world, step, 'second factor'))
  await takeCode(world, signIn, required(step, 'SOFTWARE_TOKEN_MFA_CODE'))
  return proceed(world, step, { ...signIn, secondFactorProved: true })
}

async function takeCode(world: World, { user }: SignIn, code: string): Promise<void> {
  const token = await world.stores.softwareTokens.find(user)
  if (!token) {
    throw new Refusal('SoftwareTokenMFANotFoundException', 'Software Token MFA does not exist for the user.')
  }
  const now = world.clock.now()
  const timeStep = /^\d{6}$/.test(code) ? totpStep(token.secret, code, now) : undefined
  if (timeStep === undefined) {
    await world.stores.attempts.failed(user, now)
    throw new Refusal('CodeMismatchException', 'Invalid code received for user')
  }
  if (await world.stores.softwareTokens.spend(user, timeStep)) return
  throw new Refusal('ExpiredCodeException', 'Your software token has already been used once.')
}
