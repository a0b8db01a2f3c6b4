import type { Operation } from '../operation.js'
import { authorize } from '../users/authorize.js'
import { setMfaPreference } from './set-preference.js'

export const SetUserMFAPreference: Operation<'SetUserMFAPreference'> = async (world, request) => {
  const { pool, user } = await authorize(world, request.AccessToken)
  await setMfaPreference(world, pool, user, request)
  return {}
}
