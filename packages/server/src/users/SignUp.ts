import { checkSecretHash, requireClient } from '../clients/require-client.js'
import { invalidParameter, notAuthorized } from '../errors.js'
import { happened } from '../events/happened.js'
import { announceCode, keepCode } from '../messages/code.js'
import type { Operation } from '../operation.js'
import type { Pool } from '../pools/pool.js'
import { type Attributes, addressToConfirm, missingAttributes } from './attributes.js'
import { writeAutoSignIn } from './auto-sign-in.js'
import { refuseUnwritable } from './change-attributes.js'
import { tooManyCodes } from './code-refusals.js'
import { prepareConfirmation, tellConfirmed } from './confirmation.js'
import { applicantOf, insertUser } from './new-user.js'
import { checkPasswordPolicy, makePassword } from './password.js'
import { codeAddresses, needsNoPassword } from './passwordless.js'
import { vetted } from './pre-sign-up.js'
import { attributesOf, codeDeliveryShape } from './user-shape.js'
import type { NewUser } from './user-store.js'

export const SignUp: Operation<'SignUp'> = async (world, request) => {
  const { client, pool } = await requireClient(world, request.ClientId)
  checkSecretHash(client, [request.Username], request.SecretHash)
  if (pool.adminCreatesUsersOnly) throw notAuthorized('SignUp is not permitted for this user pool')
  const secret = given(pool, request.Password)
  if (secret !== undefined) checkPasswordPolicy(pool, secret)
  const attributes = attributesOf(request.UserAttributes)
  refuseUnwritable(client, Object.keys(attributes))
  const described = applicantOf(world, pool, request.Username, attributes, { byOperator: false })
  refuseMissing(pool, described.attributes)
  if (secret === undefined) refuseUnreachable(pool, described.attributes)

  const { clientId } = client
  const told = { ...request, source: 'PreSignUp_SignUp', clientId } as const
  const { applicant, confirmed } = await vetted(world, pool, described, told)
  const password =
    secret === undefined ? undefined : await makePassword(world, pool, applicant.username, secret)
  const user: NewUser = { ...applicant, status: confirmed ? 'CONFIRMED' : 'UNCONFIRMED', password }
  const address = confirmed ? undefined : addressToConfirm(pool, user.attributes)
  const composition = {
    pool,
    clientId,
    recipient: user,
    occasion: 'sign-up',
    metadata: request.ClientMetadata,
  } as const
  const prepared = address && (await prepareConfirmation(world, composition, address))
  await world.transaction(async (stores) => {
    await insertUser(stores, pool, user, world.clock.now(), 'User already exists')
    if (prepared && !(await keepCode(world, stores, user, prepared))) throw tooManyCodes()
    await happened(world, stores, user, { kind: 'signed_up', reason: 'by the user', clientId })
  })
  if (prepared) announceCode(world, request.Username, prepared)
  if (confirmed) await tellConfirmed(world, pool, clientId, user, request.ClientMetadata)
  return {
    UserConfirmed: confirmed,
    UserSub: user.userId,
    ...(confirmed && { Session: writeAutoSignIn(world, client, user) }),
    ...(prepared && { CodeDeliveryDetails: codeDeliveryShape(prepared.address, prepared.message.to) }),
  }
}

/**
 * Nothing, or nothing in it, is a sign-up without a password, where codes can begin a sign-in. Elsewhere it is missing:
 * clients match this text.
 */
function given(pool: Pool, password: string | undefined): string | undefined {
  if (!password && codeAddresses(pool).length > 0) return undefined
  if (password !== undefined) return password
  throw invalidParameter(
    "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null",
  )
}

/** Whoever has neither a password nor an address that codes go to could never sign in. */
function refuseUnreachable(pool: Pool, attributes: Attributes): void {
  if (needsNoPassword(pool, attributes)) return
  throw invalidParameter(`A user without a password needs ${codeAddresses(pool).join(' or ')}.`)
}

function refuseMissing(pool: Pool, attributes: Attributes): void {
  const missing = missingAttributes(pool.schema, attributes)
  if (missing.length === 0) return
  const faults = missing.map((name) => `${name}: The attribute is required`)
  throw invalidParameter(`Attributes did not conform to the schema: ${faults.join('\n')}`)
}
