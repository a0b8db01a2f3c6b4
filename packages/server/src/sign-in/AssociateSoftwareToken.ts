import { invalidParameter } from '../errors.js'
import { associateSoftwareToken, requireSoftwareTokens } from '../mfa/enrol.js'
import type { Operation } from '../operation.js'
import { authorize } from '../users/authorize.js'
import { openSetUp, resealed } from './set-up-ticket.js'

/**
 * By a signed-in user, or in the middle of a sign-in that owes a second factor: it is here, not in mfa/, for that.
 * PasswordResetRequiredException is not declared for it: what comes of it then is for VerifySoftwareToken to say.
 */
export const AssociateSoftwareToken: Operation<'AssociateSoftwareToken'> = async (world, request) => {
  if ((request.AccessToken === undefined) === (request.Session === undefined)) {
    throw invalidParameter('Exactly one of AccessToken and Session must be given.')
  }
  if (request.AccessToken !== undefined) {
    const { pool, user } = await authorize(world, request.AccessToken, { alsoBeforeReset: 'yes' })
    requireSoftwareTokens(pool)
    return { SecretCode: await associateSoftwareToken(world, user) }
  }
  const { ticket, user, client } = await openSetUp(world, request.Session ?? '')
  const SecretCode = await associateSoftwareToken(world, user)
  return { SecretCode, Session: resealed(world, client, ticket, { secondFactorSetUp: false }) }
}
