import { invalidParameter, invalidSession } from '../errors.js'
import { happened } from '../events/happened.js'
import { activateToken } from '../mfa/enrol.js'
import type { Operation } from '../operation.js'
import { authorize } from '../users/authorize.js'
import { withFactor } from '../users/user.js'
import { openSetUp, requireTokenSetUp, resealed } from './set-up-ticket.js'

const appSetUp = { kind: 'mfa_changed', reason: 'an authenticator app was set up' } as const

/**
 * The first code of a new software token. In a sign-in the Session that it answers says so, and is what MFA_SETUP is
 * answered with; the token is then the user's second factor.
 */
export const VerifySoftwareToken: Operation<'VerifySoftwareToken'> = async (world, request) => {
  if ((request.AccessToken === undefined) === (request.Session === undefined)) {
    throw invalidParameter('Exactly one of AccessToken and Session must be given.')
  }
  const shown = { code: request.UserCode, friendlyName: request.FriendlyDeviceName }
  if (request.AccessToken !== undefined) {
    const { user, session } = await authorize(world, request.AccessToken)
    await world.transactionOf(user, async (stores) => {
      await activateToken(stores, user, shown, world.clock.now())
      const { sessionId, deviceKey, clientId } = session
      await happened(world, stores, user, { ...appSetUp, sessionId, deviceKey, clientId })
    })
    return { Status: 'SUCCESS' }
  }
  const { ticket, user, client, pool } = await openSetUp(world, request.Session ?? '')
  await world.transactionOf(user, async (stores) => {
    const now = await stores.users.find(user)
    if (!now) throw invalidSession()
    await requireTokenSetUp(stores, pool, now)
    await activateToken(stores, user, shown, world.clock.now())
    const mfa = withFactor(now.mfa, 'software token', { enabled: true, preferred: true })
    await stores.users.setSecondFactors(now, mfa, world.clock.now())
    await happened(world, stores, user, { ...appSetUp, clientId: client.clientId })
  })
  return { Status: 'SUCCESS', Session: resealed(world, client, ticket, { secondFactorSetUp: true }) }
}
