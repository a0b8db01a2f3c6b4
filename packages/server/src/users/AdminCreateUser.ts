import type { AdminCreateUserRequest } from '@latchkey/wire'
import { Refusal } from '../errors.js'
import { happened } from '../events/happened.js'
import type { Operation, World } from '../operation.js'
import type { Pool } from '../pools/pool.js'
import { requirePool } from '../pools/require-pool.js'
import { createUser, invitationOf, temporaryPasswordOf } from './create-user.js'
import { announceInvitation, sendInvitation } from './invitation.js'
import { checkPasswordPolicy, makePassword } from './password.js'
import { requireUser } from './require-user.js'
import { endSessionsOfOperator } from './sessions-of-operators.js'
import type { User } from './user.js'
import { userShape } from './user-shape.js'

export const AdminCreateUser: Operation<'AdminCreateUser'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const invite = request.MessageAction === 'RESEND' ? inviteAgain : createUser
  return { User: userShape(await invite(world, pool, request)) }
}

/** The old temporary password is not kept, so that a new one is made. */
async function inviteAgain(world: World, pool: Pool, request: AdminCreateUserRequest): Promise<User> {
  const user = await requireUser(world, pool, request.Username)
  if (user.status !== 'FORCE_CHANGE_PASSWORD') throw notInvited(user)
  const secret = temporaryPasswordOf(world, pool, request)
  checkPasswordPolicy(pool, secret)
  const password = await makePassword(world, pool, user.username, secret, 'temporary')
  const invitation = await invitationOf(world, pool, user, request, secret, false)
  await world.transactionOf(user, async (stores) => {
    const unless = { saltIsStill: user.password?.salt, statusIsStill: user.status }
    if (!(await stores.users.setPassword(user, password, user.status, world.clock.now(), unless)))
      throw notInvited(user)
    // The password in an earlier one, which may still wait, lets nobody in any more.
    await stores.outbox.withdraw(user, 'invitation', world.clock.now())
    await sendInvitation(world, stores, user, invitation)
    await happened(world, stores, user, { kind: 'password_changed', reason: 'invited again' })
    await endSessionsOfOperator(world, stores, user)
  })
  announceInvitation(world, invitation)
  return requireUser(world, pool, user.userId)
}

const notInvited = ({ status }: User) =>
  new Refusal('UnsupportedUserStateException', `Resend not possible. Current status is ${status}`)
