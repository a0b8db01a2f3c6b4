import type { ConfirmForgotPasswordRequest } from '@latchkey/wire'
import { checkSecretHash, requireClient } from '../clients/require-client.js'
import { happened, happenedToSomebody } from '../events/happened.js'
import type { CodeUse, CodeVerdict } from '../messages/code-store.js'
import type { Operation, World } from '../operation.js'
import { nameKey, type Pool } from '../pools/pool.js'
import { PostConfirmation } from '../triggers/PostConfirmation.js'
import { busy } from './change-attributes.js'
import { codeRefused } from './code-refusals.js'
import { refuseFormerPassword, replacePassword } from './former-passwords.js'
import { checkPasswordPolicy, makePassword } from './password.js'
import { cannotReset, resetUse, simulatedReset, type Target } from './password-reset.js'
import { recoveryOf } from './recovery.js'
import { endSessionsOfOperator } from './sessions-of-operators.js'
import type { User } from './user.js'

/**
 * Sessions of users go on, as with Cognito; sign-ins that are under way end, and wrong guesses no longer count. After the
 * report of a device all sessions end, the one of the report as well: that the mailbox is the user's is known, and who
 * reported is not.
 */
export const ConfirmForgotPassword: Operation<'ConfirmForgotPassword'> = async (world, request) => {
  const { client, pool } = await requireClient(world, request.ClientId)
  const user = await world.stores.users.findByName(pool.poolId, nameKey(pool, request.Username))
  checkSecretHash(client, [request.Username, user?.username, user?.userId], request.SecretHash)
  checkPasswordPolicy(pool, request.Password)
  const recovery = recoveryOf(pool, user)
  if (!('refused' in recovery)) {
    await setPassword(world, pool, request, recovery)
    await tellReset(world, pool, request, recovery.user)
  } else if (recovery.refused === 'operators only' || !client.hidesMissingUsers)
    throw cannotReset(recovery.refused)
  else await simulate(world, pool, request)
  return {}
}

/** What the trigger throws reaches the caller; the password is set. */
async function tellReset(
  world: World,
  pool: Pool,
  { ClientId, ClientMetadata }: ConfirmForgotPasswordRequest,
  before: User,
): Promise<void> {
  const user = (await world.stores.users.find(before)) ?? before
  const source = 'PostConfirmation_ConfirmForgotPassword'
  const occasion = { pool, clientId: ClientId, username: user.username }
  await PostConfirmation(world, occasion, { source, user, metadata: ClientMetadata })
}

/**
 * The code is looked at before the password is, which is slow, and spent with it: of a right code shown many times
 * at once one sets a password, and a password that may not be used leaves the code as it was.
 */
async function setPassword(
  world: World,
  pool: Pool,
  { ConfirmationCode, Password, ClientId: clientId }: ConfirmForgotPasswordRequest,
  { user, ...target }: Target & { user: User },
): Promise<void> {
  const use = resetUse(target)
  refuseUnlessRight(await judged(world, 'codes', user, use, { code: ConfirmationCode, clientId }))
  await refuseFormerPassword(world, pool, user, Password)
  const next = await makePassword(world, pool, user.username, Password)
  const now = world.clock.now()
  const spent = await world.transactionOf(user, async (stores) => {
    if (!(await stores.codes.spend(user, use, ConfirmationCode, now))) return false
    if (!(await replacePassword(stores, pool, user, next, now))) throw busy()
    await stores.attempts.reset(user)
    const what = { reason: 'with a code', clientId, operation: 'ConfirmForgotPassword' }
    await happened(world, stores, user, { kind: 'password_changed', ...what })
    await endSessionsOfOperator(world, stores, user)
    if (user.resetBySession !== undefined && (await stores.sessions.revokeAll(user, now)))
      await happened(world, stores, user, { kind: 'signed_out', reason: 'everywhere', clientId })
    return true
  })
  if (!spent) throw codeRefused('expired')
}

/** A code that was never sent is not right, even when it is guessed. */
async function simulate(
  world: World,
  pool: Pool,
  { Username, ConfirmationCode, ClientId: clientId }: ConfirmForgotPasswordRequest,
) {
  const { owner, use } = simulatedReset(world, pool, Username)
  const verdict = await judged(world, 'simulatedCodes', owner, use, { code: ConfirmationCode, clientId })
  throw codeRefused(verdict === 'right' ? 'wrong' : verdict)
}

/** A wrong guess is on record with its count. Of nobody's, the database is asked the same. */
const judged = (
  world: World,
  kept: 'codes' | 'simulatedCodes',
  { poolId, userId }: { poolId: string; userId: string },
  use: CodeUse,
  { code, clientId }: { code: string; clientId: string },
): Promise<CodeVerdict> =>
  world.transaction(async (stores) => {
    const verdict = await stores[kept].judge({ poolId, userId }, use, code, world.clock.now())
    const what = { ...wrongCode, clientId }
    if (verdict === 'wrong') await happenedToSomebody(world, stores, { poolId, userId }, what)
    return verdict
  })

const wrongCode = {
  kind: 'wrong_code',
  outcome: 'fail',
  reason: 'to set another password',
  operation: 'ConfirmForgotPassword',
} as const

function refuseUnlessRight(verdict: CodeVerdict): void {
  if (verdict !== 'right') throw codeRefused(verdict)
}
