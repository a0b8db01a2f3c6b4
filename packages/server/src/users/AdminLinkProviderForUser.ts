import { invalidParameter, missingParameter, Refusal } from '../errors.js'
import { happened } from '../events/happened.js'
import type { Operation, Stores } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import {
  type LinkedIdentity,
  linkedIdentitiesOf,
  linkedIdentity,
  MOST_LINKED_IDENTITIES,
  withLinkedIdentities,
} from './linked-identity.js'
import { OWN_PROVIDER, providerUserOf } from './provider-user.js'
import { requireUser, userDoesNotExist } from './require-user.js'
import type { User } from './user.js'

/**
 * Writes down that an identity of another provider is this user. There is no sign-in with other providers yet, so that
 * a provider need not exist: see docs/reference/deviations.md.
 */
export const AdminLinkProviderForUser: Operation<'AdminLinkProviderForUser'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const destination = providerUserOf('DestinationUser', request.DestinationUser)
  const source = providerUserOf('SourceUser', request.SourceUser)
  if (destination.providerName !== OWN_PROVIDER) {
    throw invalidParameter(`DestinationUser.ProviderName must be ${OWN_PROVIDER}.`)
  }
  if (source.providerName === OWN_PROVIDER) {
    throw invalidParameter('SourceUser must be a user of another identity provider.')
  }
  if (!source.attributeName) throw missingParameter('SourceUser.ProviderAttributeName')
  const { userId } = await requireUser(world, pool, destination.value)
  const identity = linkedIdentity(source.providerName, source.value, world.clock.now())
  const owner = { poolId: pool.poolId, userId }
  await world.transactionOf(owner, async (stores) => {
    // Read again where it is written: what is changed is what is there now.
    const user = await stores.users.find(owner)
    if (!user) throw userDoesNotExist()
    await link(stores, user, identity, world.clock.now())
    const reason = 'an identity elsewhere is theirs'
    await happened(world, stores, owner, { kind: 'account_changed', reason })
  })
  return {}
}

async function link(stores: Stores, user: User, identity: LinkedIdentity, now: Date): Promise<void> {
  const { providerName, userId: subject } = identity
  const key = { poolId: user.poolId, providerName, subject }
  const identities = linkedIdentitiesOf(user.attributes)
  if (!(await stores.linkedIdentities.insert(key, user.userId))) {
    const isTheirs = (await stores.linkedIdentities.ownerOf(key)) === user.userId
    throw isTheirs ? invalidParameter('SourceUser is already linked to DestinationUser') : aliasExists()
  }
  if (identities.length >= MOST_LINKED_IDENTITIES) {
    throw new Refusal(
      'LimitExceededException',
      `A user has at most ${MOST_LINKED_IDENTITIES} linked identities.`,
    )
  }
  const attributes = withLinkedIdentities(user.attributes, [...identities, identity])
  if (!(await stores.users.setAttributes(user, attributes, now))) throw busy()
}

const aliasExists = () => new Refusal('AliasExistsException', 'SourceUser is already linked to another user.')

const busy = () => new Refusal('TooManyRequestsException', 'Too many requests')
