import { Refusal } from '../errors.js'
import { happened } from '../events/happened.js'
import type { Operation, World } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { isIdentity, linkedIdentitiesOf, withLinkedIdentities } from './linked-identity.js'
import { OWN_PROVIDER, providerUserOf } from './provider-user.js'
import { requireUser, userDoesNotExist } from './require-user.js'
import { endSessionsOfOperator } from './sessions-of-operators.js'

/** Takes an identity of another provider from its user; of a user of this pool, the password. */
export const AdminDisableProviderForUser: Operation<'AdminDisableProviderForUser'> = async (
  world,
  request,
) => {
  const pool = await requirePool(world, request.UserPoolId)
  const { providerName, value } = providerUserOf('User', request.User)
  if (providerName === OWN_PROVIDER) {
    await removePassword(world, await requireUser(world, pool, value))
    return {}
  }
  const key = { poolId: pool.poolId, providerName, subject: value }
  const userId = await world.stores.linkedIdentities.ownerOf(key)
  if (userId === undefined) throw userDoesNotExist()
  const owner = { poolId: pool.poolId, userId }
  await world.transactionOf(owner, async (stores) => {
    const { linkedIdentities, users } = stores
    const user = await users.find(owner)
    if (!user || (await linkedIdentities.ownerOf(key)) !== userId) throw userDoesNotExist()
    await linkedIdentities.remove(key)
    const isIt = isIdentity(providerName, value)
    const left = linkedIdentitiesOf(user.attributes).filter((identity) => !isIt(identity))
    const attributes = withLinkedIdentities(user.attributes, left)
    if (!(await users.setAttributes(user, attributes, world.clock.now()))) {
      throw new Refusal('TooManyRequestsException', 'Too many requests')
    }
    const reason = 'an identity elsewhere is no longer theirs'
    await happened(world, stores, owner, { kind: 'account_changed', reason })
  })
  return {}
}

const removePassword = (world: World, user: { poolId: string; userId: string }): Promise<void> =>
  world.transactionOf(user, async (stores) => {
    await stores.users.removePassword(user, world.clock.now())
    await happened(world, stores, user, { kind: 'password_changed', reason: 'removed by an operator' })
    await endSessionsOfOperator(world, stores, user)
  })
