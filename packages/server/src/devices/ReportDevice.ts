import type { PasswordChangeType } from '@latchkey/wire'
import { invalidParameter, notAuthorized } from '../errors.js'
import { happened } from '../events/happened.js'
import type { Operation, Stores, World } from '../operation.js'
import type { Pool } from '../pools/pool.js'
import type { Session } from '../tokens/session.js'
import { authorize, refuseEnded } from '../users/authorize.js'
import { recoveryOf } from '../users/recovery.js'
import type { User } from '../users/user.js'
import { endDevice } from './end-device.js'

/**
 * "This wasn't me": ends a device and demands another password, in one transaction. Whoever reports may be the thief, and
 * the device the owner's: nothing is given to the session that it did not have, and the owner comes back by a code to
 * the verified address, which ends that session. Without such an address, nobody is locked out.
 * See docs/decisions/0032-whoever-reports-may-be-the-thief.md.
 */
export const ReportDevice: Operation<'ReportDevice'> = async (world, request) => {
  const { pool, session } = await authorize(world, request.AccessToken, {
    alsoBeforeReset: 'by whoever asked for it',
  })
  if (session.deviceKey === request.DeviceKey) throw isThisVeryDevice()
  const PasswordChange = await world.transactionOf(session, (stores) =>
    report(world, stores, pool, session, request.DeviceKey),
  )
  world.metrics.deviceBecame('forgotten')
  return { PasswordChange }
}

const isThisVeryDevice = () =>
  invalidParameter(
    'This session is on the device that is reported. Report it from another device, or sign out everywhere.',
  )

async function report(
  world: World,
  stores: Stores,
  pool: Pool,
  session: Session,
  deviceKey: string,
): Promise<PasswordChangeType> {
  await refuseEnded(stores, session)
  const user = await stores.users.find(session)
  if (!user) throw notAuthorized('Access Token has been revoked')
  await endDevice(world, stores, session, deviceKey, 'reported by the user')
  const change = passwordChange(pool, user)
  // A reset that an operator demanded meanwhile stays one that this session does not end.
  if (change === 'Required' && user.status === 'CONFIRMED')
    await stores.users.requireReset(user, world.clock.now(), session.sessionId)
  await happened(world, stores, user, { kind: 'device_reported', deviceKey, reason: reasons[change] })
  return change
}

/** The password is ended only where a code brings its owner back. */
function passwordChange(pool: Pool, user: User): PasswordChangeType {
  if (!user.password) return 'None'
  return 'refused' in recoveryOf(pool, user) ? 'Advised' : 'Required'
}

const reasons: Record<PasswordChangeType, string> = {
  Required: 'a new password is required',
  Advised: 'a new password is advised',
  None: 'the user has no password',
}
