import type { Operation } from '../operation.js'
import { authorize } from './authorize.js'

export const GlobalSignOut: Operation<'GlobalSignOut'> = async (world, request) => {
  const { user } = await authorize(world, request.AccessToken, { alsoBeforeReset: 'yes' })
  await world.stores.sessions.revokeAll(user, world.clock.now())
  return {}
}
