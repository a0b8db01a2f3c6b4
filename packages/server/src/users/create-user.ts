import type { AdminCreateUserRequest } from '@latchkey/wire'
import { happened } from '../events/happened.js'
import type { Recipient } from '../messages/compose.js'
import type { Stores, World } from '../operation.js'
import type { Pool } from '../pools/pool.js'
import { takeAddresses } from './change-attributes.js'
import { announceInvitation, type Invitation, invitationTo, sendInvitation } from './invitation.js'
import { type Applicant, applicantOf, insertUser } from './new-user.js'
import { checkPasswordPolicy, makePassword } from './password.js'
import { needsNoPassword } from './passwordless.js'
import { vetted } from './pre-sign-up.js'
import { userDoesNotExist } from './require-user.js'
import { temporaryPassword } from './temporary-password.js'
import type { Password, User } from './user.js'
import { attributesOf } from './user-shape.js'

/**
 * Makes a user on an operator's word. Required attributes may be missing: a temporary password leads to a step of
 * the sign-in in which the user gives them.
 * Throws InvalidParameterException, InvalidPasswordException or UsernameExistsException.
 * @param options.permanentPassword makes a confirmed user, who is sent no message.
 */
export async function createUser(
  world: World,
  pool: Pool,
  request: AdminCreateUserRequest,
  options: { permanentPassword?: string } = {},
): Promise<User> {
  const given = attributesOf(request.UserAttributes)
  const described = applicantOf(world, pool, request.Username, given, { byOperator: true })
  const told = { ...request, source: 'PreSignUp_AdminCreateUser', clientId: undefined } as const
  const { ForceAliasCreation: force } = request
  const { applicant } = await vetted(world, pool, described, told)
  if (hasNone(pool, request, options, applicant)) return enrol(world, pool, { applicant, force })
  const secret = options.permanentPassword ?? temporaryPasswordOf(world, pool, request)
  checkPasswordPolicy(pool, secret)
  const lifetime = options.permanentPassword === undefined ? 'temporary' : 'permanent'
  const password = await makePassword(world, pool, applicant.username, secret, lifetime)
  const silent = lifetime === 'permanent' || request.MessageAction === 'SUPPRESS'
  const recipient = { ...applicant, status: 'FORCE_CHANGE_PASSWORD' }
  const invitation = await invitationOf(world, pool, recipient, request, secret, silent)
  const user = await enrol(world, pool, { applicant, password, invitation, force })
  announceInvitation(world, invitation)
  return user
}

/**
 * Whether a user is made without a password, confirmed, and told nothing, as there is nothing to hand over: where a
 * code can reach them and the operator gave none. Source: AdminCreateUser, TemporaryPassword.
 */
const hasNone = (
  pool: Pool,
  { TemporaryPassword }: AdminCreateUserRequest,
  { permanentPassword }: { permanentPassword?: string },
  { attributes }: Applicant,
) => !TemporaryPassword && permanentPassword === undefined && needsNoPassword(pool, attributes)

const enrol = (world: World, pool: Pool, admission: Admission) =>
  world.transaction((stores) => admit(world, stores, pool, admission))

/** The temporary password that a request gives, or else a new one. */
export const temporaryPasswordOf = (world: World, pool: Pool, request: AdminCreateUserRequest) =>
  request.TemporaryPassword ?? temporaryPassword(pool.passwordPolicy, (limit) => world.random.below(limit))

/** It says the name that the operator gave, not a UUID that nobody types. */
export const invitationOf = (
  world: World,
  pool: Pool,
  recipient: Recipient,
  request: AdminCreateUserRequest,
  password: string,
  silent: boolean,
): Promise<Invitation> =>
  invitationTo(
    world,
    { pool, clientId: undefined, recipient, occasion: 'invitation', metadata: request.ClientMetadata },
    { username: request.Username, password },
    silent ? [] : request.DesiredDeliveryMediums,
  )

type Admission = {
  applicant: Applicant
  password?: Password
  invitation?: Invitation
  force: boolean | undefined
}

async function admit(
  world: World,
  stores: Stores,
  pool: Pool,
  { applicant, password, invitation, force }: Admission,
): Promise<User> {
  const now = world.clock.now()
  if (force) await takeAddresses(stores, pool, applicant.userId, applicant.attributes, now)
  const status = password?.expiresAt ? 'FORCE_CHANGE_PASSWORD' : 'CONFIRMED'
  await insertUser(stores, pool, { ...applicant, status, password }, now, 'User account already exists')
  if (invitation) await sendInvitation(world, stores, applicant, invitation)
  if (world.caller.operator !== undefined)
    await happened(world, stores, applicant, { kind: 'signed_up', reason: 'by an operator' })
  const user = await stores.users.find(applicant)
  if (!user) throw userDoesNotExist()
  return user
}
