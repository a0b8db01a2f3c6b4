import { deviceDoesNotExist } from '../errors.js'
import { byWhom } from '../events/event.js'
import { happened } from '../events/happened.js'
import type { Stores, World } from '../operation.js'
import type { Session } from '../tokens/session.js'
import { refuseEnded } from '../users/authorize.js'

type Owner = { poolId: string; userId: string }

/**
 * Forgets a tracked device and ends its sessions at once, their access tokens included. Run it in a transaction.
 * Throws ResourceNotFoundException when it is not (or no longer) tracked.
 * @param reason why, in words for people.
 */
export async function endDevice(
  world: World,
  stores: Stores,
  { poolId, userId }: Owner,
  deviceKey: string,
  reason: string = byWhom(world),
): Promise<void> {
  const owner = { poolId, userId }
  const now = world.clock.now()
  if (!(await stores.devices.forget({ ...owner, deviceKey }, now))) throw deviceDoesNotExist()
  await happened(world, stores, owner, { kind: 'device_forgotten', deviceKey, reason })
  if (await stores.sessions.revokeOfDevice(owner, deviceKey, now))
    await happened(world, stores, owner, { kind: 'signed_out', deviceKey, reason })
}

/** As many at once hold their user for a moment only. */
const AT_ONCE = 200

/**
 * Forgets all tracked devices of a user but that of the session, and ends all other sessions: also those on no device, or
 * on one that never confirmed itself, which no list shows. With `thisToo`, nothing is left. How many were forgotten.
 */
export async function endOtherDevices(world: World, session: Session, thisToo: boolean): Promise<number> {
  let ended = 0
  let last = false
  while (!last) {
    const forgotten = await world.transactionOf(session, (stores) => endSome(world, stores, session, thisToo))
    for (let one = 0; one < forgotten; one += 1) world.metrics.deviceBecame('forgotten')
    ended += forgotten
    last = isLast(forgotten)
  }
  return ended
}

const isLast = (forgotten: number) => forgotten < AT_ONCE

async function endSome(world: World, stores: Stores, session: Session, thisToo: boolean): Promise<number> {
  await refuseEnded(stores, session)
  const { poolId, userId, sessionId } = session
  const owner = { poolId, userId }
  const now = world.clock.now()
  const keptKey = thisToo ? undefined : session.deviceKey
  const keys = await stores.devices.forgetOthers(owner, keptKey, AT_ONCE, now)
  for (const deviceKey of keys)
    await happened(world, stores, owner, { kind: 'device_forgotten', deviceKey, reason: 'by the user' })
  // Once for each batch: what signed in by its proof between two of them ends with its device.
  if (await stores.sessions.revokeOthers(owner, { sessionId, deviceKey: keptKey }, now))
    await happened(world, stores, owner, { kind: 'signed_out', reason: 'everywhere else' })
  if (thisToo && isLast(keys.length)) {
    await stores.sessions.revoke(owner, sessionId, now)
    await happened(world, stores, owner, { kind: 'signed_out', sessionId, reason: 'this session' })
  }
  return keys.length
}
