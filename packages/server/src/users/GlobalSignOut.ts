import type { Operation } from '../operation.js'
import { authorize } from './authorize.js'
import { signOutEverywhere } from './sign-out-everywhere.js'

export const GlobalSignOut: Operation<'GlobalSignOut'> = async (world, request) => {
  const { user, session } = await authorize(world, request.AccessToken, { alsoBeforeReset: 'yes' })
  await signOutEverywhere(world, user, session)
  return {}
}
