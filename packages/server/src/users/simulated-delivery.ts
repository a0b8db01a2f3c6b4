import type { CodeDeliveryDetailsType } from '@latchkey/wire'
import type { World } from '../operation.js'
import { type Address, nameKey, type Pool } from '../pools/pool.js'
import { addressMeant } from './names.js'
import { codeDeliveryShape } from './user-shape.js'

/**
 * For a name that nobody has: an address that nobody has, the same at every request. A name that is an address is where
 * a user of that name would be reached; whoever types it in other letters sees the same, as with a user.
 * @param channels where a user's code could go, the first choice first.
 */
export function simulatedDelivery(
  world: World,
  pool: Pool,
  name: string,
  channels: readonly Address[],
): CodeDeliveryDetailsType {
  const key = nameKey(pool, name)
  const named = addressMeant(pool, name)
  if (named && channels.includes(named)) return codeDeliveryShape(named, key)
  const chance = world.keyring.stretch('simulated delivery', `${pool.poolId} ${key}`, 12)
  if (channels[0] === 'phone_number') {
    const digits = Array.from(chance.subarray(0, 11), (byte) => byte % 10)
    return codeDeliveryShape('phone_number', `+${digits.join('')}`)
  }
  const [local, domain] = Array.from(chance, (byte) => String.fromCharCode(97 + (byte % 26)))
  return codeDeliveryShape('email', `${local}@${domain}`)
}
