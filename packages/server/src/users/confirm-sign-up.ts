import type { Client } from '../clients/client.js'
import { notAuthorized } from '../errors.js'
import { happened } from '../events/happened.js'
import type { CodeVerdict } from '../messages/code-store.js'
import type { Stores, World } from '../operation.js'
import { nameKey, type Pool } from '../pools/pool.js'
import { addressToConfirm, verifiedFlag } from './attributes.js'
import { busy, keepAttributes } from './change-attributes.js'
import { codeRefused } from './code-refusals.js'
import { confirmationUse, tellConfirmed } from './confirmation.js'
import { userDoesNotExist } from './require-user.js'
import type { User } from './user.js'

export type Confirmation = {
  username: string
  code: string
  /** Whether an alias that another user has is taken over. */
  force?: boolean | undefined
  /** ClientMetadata, for the pool's PostConfirmation. */
  metadata?: Record<string, string> | undefined
}

/** Confirms a user who shows the code of the sign-up: typed into an app, or by way of the link. Throws a Refusal. */
export async function confirmSignUp(
  world: World,
  { client, pool }: { client: Client; pool: Pool },
  confirmation: Confirmation,
): Promise<User> {
  const user = await world.stores.users.findByName(pool.poolId, nameKey(pool, confirmation.username))
  if (!user) throw client.hidesMissingUsers ? codeRefused('expired') : userDoesNotExist()
  if (user.status !== 'UNCONFIRMED')
    throw hidesTheConfirmed(client, pool) ? codeRefused('expired') : cannotBeConfirmed(user)
  // A refusal inside the transaction would undo the count of a wrong guess.
  const verdict = await world.transactionOf(user, async (stores) => {
    const verdict = await confirm(stores, pool, user, confirmation, world.clock.now())
    const { clientId } = client
    if (verdict === 'right') await happened(world, stores, user, { ...confirmedNow, clientId })
    if (verdict === 'wrong') await happened(world, stores, user, { ...wrongCode, clientId })
    return verdict
  })
  if (verdict !== 'right') throw codeRefused(verdict)
  const confirmed = (await world.stores.users.find(user)) ?? user
  await tellConfirmed(world, pool, client.clientId, confirmed, confirmation.metadata)
  return confirmed
}

const confirmedNow = { kind: 'account_changed', reason: 'confirmed with a code' } as const
const wrongCode = { kind: 'wrong_code', outcome: 'fail', reason: 'to confirm the sign-up' } as const

/** SignUp tells anybody who is there. Where nobody signs up, what confirms a sign-up must not tell it instead. */
export const hidesTheConfirmed = (client: Client, pool: Pool): boolean =>
  client.hidesMissingUsers && pool.adminCreatesUsersOnly

const cannotBeConfirmed = ({ status }: User) =>
  notAuthorized(`User cannot be confirmed. Current status is ${status}`)

/** What is thrown here leaves the code unspent: a right code with an alias that is taken may be shown again. */
async function confirm(
  stores: Stores,
  pool: Pool,
  user: User,
  { code, force }: Confirmation,
  now: Date,
): Promise<CodeVerdict> {
  const address = addressToConfirm(pool, user.attributes)
  const verdict = await stores.codes.redeem(user, confirmationUse(user, address), code, now)
  if (verdict !== 'right' || !address) return verdict
  const attributes = { ...user.attributes, [verifiedFlag(address)]: 'true' }
  if (!(await keepAttributes(stores, pool, user, attributes, now, { force }))) throw busy()
  if (!(await stores.users.confirm(user, now))) throw cannotBeConfirmed(user)
  return verdict
}
