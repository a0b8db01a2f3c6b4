import { happened } from '../events/happened.js'
import type { Operation } from '../operation.js'
import { requireUser } from '../users/require-user.js'
import { requireGroup } from './require-group.js'

/** A user who is no member is answered like one who was. */
export const AdminRemoveUserFromGroup: Operation<'AdminRemoveUserFromGroup'> = async (world, request) => {
  const { pool, group } = await requireGroup(world, request)
  const user = await requireUser(world, pool, request.Username)
  await world.transactionOf(user, async (stores) => {
    if (!(await stores.groups.removeMember(user, group.groupName))) return
    await happened(world, stores, user, { kind: 'account_changed', reason: 'taken out of a group' })
  })
  return {}
}
