import { invalidParameter, invalidSession } from '../errors.js'
import { happened } from '../events/happened.js'
import type { Stores, World } from '../operation.js'
import { nameKey, type Pool } from '../pools/pool.js'
import { keepAttributes, refuseFaults, refuseNaming, refuseUnwritable } from '../users/change-attributes.js'
import { type User, withFactor } from '../users/user.js'
import { continuing } from './proceed.js'
import { wantedOf } from './second-factor.js'
import { type SignInCode, sendSignInCode, takeSignInCode } from './sign-in-code.js'
import type { Answer, SignIn, Step } from './step.js'
import { writeSession } from './ticket.js'

/**
 * E-mail as a second factor that is set up in the middle of a sign-in: the user names an address and shows the code
 * that was sent to it. Only who has no second factor, and no verified address, gets one this way: it would let a
 * password alone replace it.
 */

const codeTo = ({ signInId }: SignIn, email: string): SignInCode => ({
  signInId,
  factor: 'second factor',
  address: 'email',
  to: email,
})

/** Throws InvalidParameterException and NotAuthorizedException. */
export async function askForNewEmail(
  world: World,
  step: Step,
  signIn: SignIn,
  email: string,
): Promise<Answer> {
  const { user } = signIn
  await requireSetUp(world.stores, step.pool, user)
  refuseNewEmail(step, user, email)
  const delivery = await sendSignInCode(world, step, user, codeTo(signIn, email))
  const ticket = { ...continuing(world, step, signIn, 'email code', signIn.deviceKey), newEmail: email }
  return {
    ChallengeName: 'EMAIL_OTP',
    Session: writeSession(world.keyring, ticket),
    ChallengeParameters: { USER_ID_FOR_SRP: user.username, ...delivery },
  }
}

async function requireSetUp(stores: Stores, pool: Pool, user: User): Promise<void> {
  const { wanted } = await wantedOf(stores, pool, user)
  if (wanted.secondFactor !== 'to be set up') throw invalidSession()
  if (!wanted.among.includes('email code')) throw invalidParameter('E-mail cannot be set up as MFA here.')
}

/** An address that is the username is not exchanged in passing. */
function refuseNewEmail({ pool, client }: Step, user: User, email: string): void {
  const { email: present } = user.attributes
  const isName = pool.usernameAttributes.includes('email')
  if (isName && present && nameKey(pool, present) !== nameKey(pool, email))
    throw invalidParameter('The address must be the one that the user signs in with.')
  if (present === email) return
  refuseUnwritable(client, ['email'])
  refuseFaults(pool, { email }, { creating: false, byOperator: false })
}

/**
 * Takes the code that was sent to a new address, which is the user's, verified and preferred as second factor then.
 * @returns the user as they are after it.
 */
export async function takeNewEmail(
  world: World,
  { pool, client }: Step,
  signIn: SignIn,
  email: string,
  code: string,
): Promise<User> {
  await takeSignInCode(world, signIn.user, codeTo(signIn, email), code)
  return world.transactionOf(signIn.user, async (stores) => {
    const user = await setUpEmail(stores, pool, signIn.user, email, world.clock.now())
    const what = { reason: 'codes by e-mail were set up', clientId: client.clientId }
    await happened(world, stores, user, { kind: 'mfa_changed', ...what })
    return user
  })
}

/** Of two who set something up at once, the first one does; the other finds that there is nothing to be set up. */
async function setUpEmail(
  stores: Stores,
  pool: Pool,
  owner: Pick<User, 'poolId' | 'userId'>,
  email: string,
  now: Date,
): Promise<User> {
  const user = await stores.users.find(owner)
  if (!user) throw invalidSession()
  await requireSetUp(stores, pool, user)
  const attributes = { ...user.attributes, email, email_verified: 'true' }
  refuseNaming(pool, attributes)
  const mfa = withFactor(user.mfa, 'email code', { enabled: true, preferred: true })
  const kept =
    (await keepAttributes(stores, pool, user, attributes, now)) &&
    (await stores.users.setSecondFactors(user, mfa, now))
  const after = kept ? await stores.users.find(owner) : undefined
  if (!after) throw invalidSession()
  return after
}
