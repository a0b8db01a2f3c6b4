import { invalidParameter } from '../errors.js'
import { happened } from '../events/happened.js'
import type { Operation } from '../operation.js'
import { requireUser } from '../users/require-user.js'
import { MOST_GROUPS_OF_A_USER } from './group.js'
import { requireGroup } from './require-group.js'

/** A user who is a member already is answered like a new one. */
export const AdminAddUserToGroup: Operation<'AdminAddUserToGroup'> = async (world, request) => {
  const { pool, group } = await requireGroup(world, request)
  const user = await requireUser(world, pool, request.Username)
  const { groupName } = group
  // Of two at once, the second counts the first.
  const added = await world.transactionOf(user, async (stores) => {
    const added = await stores.groups.addMember(user, groupName, world.clock.now())
    if (added) await happened(world, stores, user, { kind: 'account_changed', reason: 'put into a group' })
    return added
  })
  if (added || (await world.stores.groups.hasMember(user, groupName))) return {}
  // Nobody is added where the user or the group was deleted meanwhile, either.
  await requireGroup(world, request)
  await requireUser(world, pool, request.Username)
  // LimitExceededException is not declared here.
  throw invalidParameter(`A user can be in at most ${MOST_GROUPS_OF_A_USER} groups.`)
}
