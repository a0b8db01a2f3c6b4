import { invalidParameter, invalidSession, notAuthorized, Refusal } from '../../errors.js'
import { happened } from '../../events/happened.js'
import type { World } from '../../operation.js'
import { type Attributes, addresses, missingAttributes } from '../../users/attributes.js'
import { changeAttributes, refuseUnwritable } from '../../users/change-attributes.js'
import { refuseFormerPassword, replacePassword } from '../../users/former-passwords.js'
import { checkPasswordPolicy, isPassword, makePassword } from '../../users/password.js'
import { factorOf } from '../../users/second-factors.js'
import { endSessionsOfOperator } from '../../users/sessions-of-operators.js'
import type { User } from '../../users/user.js'
import { proceed } from '../proceed.js'
import { required, requireTicket, resume, type Step } from '../step.js'
import type { Challenge } from './challenge.js'

/** The user replaces a temporary password, and gives the attributes that the pool requires and nobody set yet. */
export const NEW_PASSWORD_REQUIRED: Challenge = async (world, step) => {
  const signIn = await resume(world, step, requireTicket(world, step, 'new password'))
  const password = required(step, 'NEW_PASSWORD')
  await checkNewPassword(world, step, signIn.user, password)
  await takeAttributes(world, step, signIn.user)
  const user = await setPassword(world, step, signIn.user, password)
  return proceed(world, step, { ...signIn, user, spent: true }, { newPassword: true })
}

async function checkNewPassword(world: World, { pool }: Step, user: User, password: string): Promise<void> {
  checkPasswordPolicy(pool, password)
  if (await isPassword(world, pool, user, password)) {
    throw new Refusal(
      'InvalidPasswordException',
      'The new password must be another one than the temporary password.',
    )
  }
  await refuseFormerPassword(world, pool, user, password)
}

const PREFIX = 'userAttributes.'

async function takeAttributes(
  world: World,
  { pool, client, shown, metadata }: Step,
  user: User,
): Promise<void> {
  const given: Attributes = {}
  for (const [name, value] of Object.entries(shown)) {
    if (name.startsWith(PREFIX)) given[name.slice(PREFIX.length)] = value
  }
  const [missing] = missingAttributes(pool.schema, { ...user.attributes, ...given })
  if (missing) throw invalidParameter(`Invalid user attributes: ${missing}: The attribute is required`)
  if (Object.keys(given).length === 0) return
  refuseUnwritable(client, Object.keys(given))
  refuseGiven(user, given)
  await changeAttributes(world, pool, user, given, { byOperator: false, clientId: client.clientId, metadata })
}

/**
 * Whoever has come by a temporary password must not lead the codes of the second factor, which is asked for next, to an
 * address of their own: one that the user has stays, and so does the lack of one that is a second factor.
 * Source of the sentence: https://github.com/aws-samples/aws-saas-factory-bootcamp/issues/67.
 */
function refuseGiven({ attributes, mfa }: User, given: Attributes): void {
  const provided = addresses.find(
    (address) =>
      given[address] !== undefined &&
      given[address] !== attributes[address] &&
      (attributes[address] !== undefined || mfa.enabled.includes(factorOf(address))),
  )
  if (provided) throw notAuthorized(`Cannot modify an already provided ${provided}`)
}

/** Of two answers at once one sets the password; the other finds that it is no longer the one it replaces. */
async function setPassword(
  world: World,
  { pool, client: { clientId } }: Step,
  user: User,
  password: string,
): Promise<User> {
  const next = await makePassword(world, pool, user.username, password)
  const applied = await world.transactionOf(user, async (stores) => {
    if (!(await replacePassword(stores, pool, user, next, world.clock.now()))) return false
    const reason = 'the temporary password was replaced'
    await happened(world, stores, user, { kind: 'password_changed', reason, clientId })
    await endSessionsOfOperator(world, stores, user)
    return true
  })
  const changed = applied ? await world.stores.users.find(user) : undefined
  if (!changed) throw invalidSession()
  return changed
}
