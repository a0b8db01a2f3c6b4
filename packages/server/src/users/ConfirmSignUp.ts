import type { ConfirmSignUpRequest } from '@latchkey/wire'
import { checkSecretHash, requireClient } from '../clients/require-client.js'
import { notAuthorized } from '../errors.js'
import type { CodeVerdict } from '../messages/code-store.js'
import type { Operation, Stores } from '../operation.js'
import { nameKey, type Pool } from '../pools/pool.js'
import { addressToConfirm, verifiedFlag } from './attributes.js'
import { busy, keepAttributes } from './change-attributes.js'
import { codeRefused } from './code-refusals.js'
import { confirmationUse } from './confirmation.js'
import { userDoesNotExist } from './require-user.js'
import type { User } from './user.js'

export const ConfirmSignUp: Operation<'ConfirmSignUp'> = async (world, request) => {
  const { client, pool } = await requireClient(world, request.ClientId)
  checkSecretHash(client, [request.Username], request.SecretHash)
  const user = await world.stores.users.findByName(pool.poolId, nameKey(pool, request.Username))
  if (!user) throw client.hidesMissingUsers ? codeRefused('expired') : userDoesNotExist()
  if (user.status !== 'UNCONFIRMED') throw cannotBeConfirmed(user)
  // A refusal inside the transaction would undo the count of a wrong guess.
  const verdict = await world.transaction((stores) => confirm(stores, pool, user, request, world.clock.now()))
  if (verdict !== 'right') throw codeRefused(verdict)
  return {}
}

const cannotBeConfirmed = ({ status }: User) =>
  notAuthorized(`User cannot be confirmed. Current status is ${status}`)

/** What is thrown here leaves the code unspent: a right code with an alias that is taken may be shown again. */
async function confirm(
  stores: Stores,
  pool: Pool,
  user: User,
  request: ConfirmSignUpRequest,
  now: Date,
): Promise<CodeVerdict> {
  const address = addressToConfirm(pool, user.attributes)
  const use = confirmationUse(user, address)
  const verdict = await stores.codes.redeem(user, use, request.ConfirmationCode, now)
  if (verdict !== 'right' || !address) return verdict
  const attributes = { ...user.attributes, [verifiedFlag(address)]: 'true' }
  const force = request.ForceAliasCreation
  if (!(await keepAttributes(stores, pool, user, attributes, now, { force }))) throw busy()
  if (!(await stores.users.confirm(user, now))) throw cannotBeConfirmed(user)
  return verdict
}
