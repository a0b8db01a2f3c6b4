import type { Operation } from '../operation.js'
import { authorize } from './authorize.js'
import { deleteUser } from './delete-user.js'

export const DeleteUser: Operation<'DeleteUser'> = async (world, request) => {
  const { user } = await authorize(world, request.AccessToken)
  await deleteUser(world, user)
  return {}
}
