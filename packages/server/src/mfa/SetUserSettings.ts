import type { Operation } from '../operation.js'
import { authorize } from '../users/authorize.js'
import { setMfaOptions } from './set-settings.js'

export const SetUserSettings: Operation<'SetUserSettings'> = async (world, request) => {
  const { pool, user } = await authorize(world, request.AccessToken)
  await setMfaOptions(world, pool, user, request.MFAOptions)
  return {}
}
