import type { Operation } from '../operation.js'
import { requireUser } from '../users/require-user.js'
import { requireGroup } from './require-group.js'

/** A user who is no member is answered like one who was. */
export const AdminRemoveUserFromGroup: Operation<'AdminRemoveUserFromGroup'> = async (world, request) => {
  const { pool, group } = await requireGroup(world, request)
  const user = await requireUser(world, pool, request.Username)
  await world.stores.groups.removeMember(user, group.groupName)
  return {}
}
