import type { GetUserAuthFactorsResponse } from '@latchkey/wire'
import type { World } from '../operation.js'
import type { Pool } from '../pools/pool.js'
import { firstFactorShape } from '../pools/pool-shape.js'
import type { User } from '../users/user.js'
import { mfaShape } from '../users/user-shape.js'
import { usableFactors } from './usable-factors.js'

/** What a user may begin a sign-in with, and the second factors that they chose. */
export const authFactorsOf = async (
  world: World,
  pool: Pool,
  user: User,
): Promise<GetUserAuthFactorsResponse> => ({
  Username: user.username,
  ...mfaShape(user),
  ConfiguredUserAuthFactors: (await usableFactors(world, pool, user)).map(
    (factor) => firstFactorShape[factor],
  ),
})
