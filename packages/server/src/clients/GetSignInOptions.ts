import type { Operation } from '../operation.js'
import { firstFactorShape } from '../pools/pool-shape.js'
import { requirePool } from '../pools/require-pool.js'
import { clientDoesNotExist } from './require-client.js'

/**
 * What a page has to know before anybody is signed in: whether its address names a pool and an app client of it, and
 * what may be asked for there. Nothing that a sign-in would not show to anybody who tries.
 */
export const GetSignInOptions: Operation<'GetSignInOptions'> = async (world, request) => {
  const { UserPoolId, ClientId } = request
  const found = await world.stores.clients.findWithPool(ClientId)
  if (found?.pool.poolId !== UserPoolId) {
    await requirePool(world, UserPoolId)
    throw clientDoesNotExist(ClientId)
  }
  const { pool, client } = found
  return {
    PoolName: pool.name,
    FirstFactors: client.flows.includes('choice')
      ? pool.firstFactors.map((factor) => firstFactorShape[factor])
      : [firstFactorShape.password],
    SoftwareTokenMfa: pool.mfa !== 'off' && pool.softwareTokenMfa,
    MfaRequired: pool.mfa === 'required',
    DevicesTracked: pool.deviceTracking !== undefined,
    DevicesRememberedOnPrompt: pool.deviceTracking?.onlyOnUserPrompt ?? false,
    RememberedDevicesSkipMfa: pool.deviceTracking?.replacesMfa ?? false,
  }
}
