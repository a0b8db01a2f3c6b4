import type { MFAOptionType } from '@latchkey/wire'
import { invalidParameter } from '../errors.js'
import type { World } from '../operation.js'
import type { Pool } from '../pools/pool.js'
import type { User } from '../users/user.js'
import { changeFactors } from './set-preference.js'

/**
 * The older way to say it, which knows SMS only: an option switches it on, no option switches it off. Throws
 * InvalidParameterException.
 */
export async function setMfaOptions(
  world: World,
  pool: Pool,
  user: User,
  options: readonly MFAOptionType[],
): Promise<void> {
  if (!options.every(isSms))
    throw invalidParameter(
      'MFAOptions knows SMS to phone_number only. Use SetUserMFAPreference for the others.',
    )
  const preferred = user.mfa.preferred === 'sms code'
  const enabled = options.length > 0
  await changeFactors(world, pool, user, [{ factor: 'sms code', enabled, preferred: enabled && preferred }])
}

const isSms = ({ DeliveryMedium, AttributeName }: MFAOptionType) =>
  DeliveryMedium === 'SMS' && AttributeName === 'phone_number'
