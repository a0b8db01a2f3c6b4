import { invalidParameter, type Refusal } from '../errors.js'
import { happened } from '../events/happened.js'
import { announceCode, keepCode } from '../messages/code.js'
import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { tooManyCodes } from './code-refusals.js'
import { cannotReset, prepareReset } from './password-reset.js'
import { type NoReset, recoveryOf } from './recovery.js'
import { requireUser } from './require-user.js'

/**
 * The old password no longer signs in; a code for another one is sent. Sessions go on, as with Cognito. Codes that
 * strangers asked for, and guessed at, do not count: they must not keep an operator from ending a password.
 */
export const AdminResetUserPassword: Operation<'AdminResetUserPassword'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const user = await requireUser(world, pool, request.Username)
  const recovery = recoveryOf(pool, user)
  if ('refused' in recovery) throw cannotBeSent(recovery.refused)
  const composition = { pool, clientId: undefined, recipient: user, metadata: request.ClientMetadata }
  const prepared = await prepareReset(world, composition, recovery)
  await world.transactionOf(user, async (stores) => {
    if (!(await stores.users.requireReset(user, world.clock.now()))) throw cannotReset('state')
    await stores.codes.forget(user, prepared.use.purpose)
    if (!(await keepCode(world, stores, user, prepared))) throw tooManyCodes()
    await happened(world, stores, user, { kind: 'password_changed', reason: 'it has to be reset' })
  })
  announceCode(world, user.username, prepared)
  return {}
}

/** An operator need not be told to ask an operator. Source: AdminResetUserPassword, on self-service recovery. */
const cannotBeSent = (why: NoReset): Refusal =>
  why === 'operators only'
    ? invalidParameter('No code recovers accounts in this user pool. Call AdminSetUserPassword instead.')
    : cannotReset(why)
