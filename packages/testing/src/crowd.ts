import { randomBytes, randomUUID } from 'node:crypto'
import type { Server } from '@latchkey/server'

type World = Pick<Server, 'world'>['world']

const IN_ONE_TRANSACTION = 500

/**
 * Fills a pool with users, `user-0` and so on, each with a remembered device. Their verifiers are random: nobody can sign in
 * as one of them.
 * @param note how many bytes each user has as the attribute `custom:note`, random ones.
 */
export async function crowd(world: World, poolId: string, users: number, note = 0): Promise<void> {
  for (let first = 0; first < users; first += IN_ONE_TRANSACTION) {
    await world.transaction(async (stores) => {
      for (let number = first; number < Math.min(users, first + IN_ONE_TRANSACTION); number += 1) {
        await add(stores, poolId, `user-${number}`, note, world.clock.now())
      }
    })
  }
}

async function add(
  stores: World['stores'],
  poolId: string,
  username: string,
  note: number,
  now: Date,
): Promise<void> {
  const owner = { poolId, userId: randomUUID() }
  const attributes = {
    email: `${username}@example.com`,
    email_verified: 'true',
    ...(note > 0 && { 'custom:note': randomBytes(note).toString('base64') }),
  }
  const password = { ...secret(), expiresAt: undefined }
  const names = [
    { name: username, kind: 'username' as const },
    { name: owner.userId, kind: 'sub' as const },
  ]
  await stores.users.insert({ ...owner, username, status: 'CONFIRMED', attributes, password }, names, now)
  const device = { ...owner, deviceKey: `local_${randomUUID()}` }
  await stores.devices.issue(device, '-crowd', { address: '192.0.2.1', userAgent: 'crowd', at: now })
  await stores.devices.confirm(device, { state: 'remembered', secret: secret(), name: 'Phone' }, now)
}

const secret = () => ({ salt: randomBytes(16).toString('hex'), verifier: randomBytes(384) })
