import { randomBytes, randomUUID } from 'node:crypto'
import type { PoolWithPages } from './pages.js'

const DAY = 86_400_000

/**
 * Devices of as many users, each used a day before the one before it: the first ones have these names. Their secrets are
 * random: nobody can sign in with them.
 */
export async function addDevices(
  { server, poolId, clock }: Pick<PoolWithPages, 'server' | 'poolId' | 'clock'>,
  count: number,
  names: readonly string[],
): Promise<void> {
  const now = clock.now().getTime()
  await server.world.transaction(async (stores) => {
    for (let number = 0; number < count; number += 1) {
      const name = names[number]
      // The last of them is stale.
      const days = name !== undefined && number === names.length - 1 ? 200 : number
      const at = new Date(now - days * DAY - 60_000)
      await addUserWithDevice(stores, poolId, `user-${number}`, name, at)
    }
  })
}

type Stores = PoolWithPages['server']['world']['stores']

async function addUserWithDevice(
  stores: Stores,
  poolId: string,
  username: string,
  name: string | undefined,
  at: Date,
): Promise<void> {
  const owner = { poolId, userId: randomUUID() }
  const spelt = [
    { name: username, kind: 'username' as const },
    { name: owner.userId, kind: 'sub' as const },
  ]
  const password = { ...secret(), expiresAt: undefined }
  const attributes = { email: `${username}@example.com`, email_verified: 'true' }
  await stores.users.insert({ ...owner, username, status: 'CONFIRMED', attributes, password }, spelt, at)
  const device = { ...owner, deviceKey: `local_${randomUUID()}` }
  await stores.devices.issue(device, '-crowd', { address: '192.0.2.1', userAgent: FIREFOX, at })
  await stores.devices.confirm(device, { state: 'remembered', secret: secret(), name }, at)
}

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0'

const secret = () => ({ salt: randomBytes(16).toString('hex'), verifier: randomBytes(384) })
