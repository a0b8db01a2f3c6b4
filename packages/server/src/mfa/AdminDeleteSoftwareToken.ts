import { invalidParameter, notFound } from '../errors.js'
import { happened } from '../events/happened.js'
import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { requireUser } from '../users/require-user.js'
import { withFactor } from '../users/user.js'

/** Takes the authenticator app of a user who lost it out of use, and one whose first code was never shown. */
export const AdminDeleteSoftwareToken: Operation<'AdminDeleteSoftwareToken'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const owner = await requireUser(world, pool, request.Username)
  await world.transactionOf(owner, async (stores) => {
    if (!(await stores.softwareTokens.remove(owner)))
      throw notFound('Software Token MFA does not exist for the user.')
    const user = (await stores.users.find(owner)) ?? owner
    const mfa = withFactor(user.mfa, 'software token', { enabled: false, preferred: false })
    if (!(await stores.users.setSecondFactors(user, mfa, world.clock.now())))
      throw invalidParameter('The user was changed meanwhile. Try again.')
    await happened(world, stores, owner, { kind: 'mfa_changed', reason: 'an authenticator app was removed' })
  })
  return {}
}
