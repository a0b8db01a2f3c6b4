import type { Operation } from '../operation.js'
import { authorize } from './authorize.js'

export const DeleteUser: Operation<'DeleteUser'> = async (world, request) => {
  const { user } = await authorize(world, request.AccessToken)
  await world.stores.users.remove(user)
  return {}
}
