import type { Ask } from '../call.js'
import { settleDevice } from '../devices/track-device.js'
import type { ClientMetadata } from '../types.js'
import type { World } from '../world.js'
import { alone } from './lock.js'
import { renew } from './renew.js'
import { isExpired, type Session } from './session.js'

/**
 * New tokens for the session that was seen: by a refresh, or by taking those that another tab brought meanwhile. One
 * refresh at a time, because a refresh token that rotates must not be used twice.
 *
 * @returns undefined when nobody is signed in any more
 * @throws AuthError what the server refused with; the session is gone where that is final
 */
export async function refresh(
  world: World,
  ask: Ask,
  seen: Session,
  clientMetadata?: ClientMetadata,
): Promise<Session | undefined> {
  const token = seen.accessToken.toString()
  if (world.refreshing?.seen === token) return world.refreshing.session
  const session = alone(world, 'refresh', async () => {
    await settleDevice(world)
    return renew(world, ask, seen, clientMetadata)
  })
  const own = { seen: token, session }
  world.refreshing = own
  return session.finally(() => {
    if (world.refreshing === own) world.refreshing = undefined
    // What could not be registered with tokens that had expired, can be now.
    if (isExpired(seen)) settleDevice(world)
  })
}
