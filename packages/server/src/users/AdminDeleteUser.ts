import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { deleteUser } from './delete-user.js'
import { requireUser } from './require-user.js'

export const AdminDeleteUser: Operation<'AdminDeleteUser'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  await deleteUser(world, await requireUser(world, pool, request.Username))
  return {}
}
