import type { DeviceSessionType } from '@latchkey/wire'
import { deviceDoesNotExist } from '../errors.js'
import type { Operation, World } from '../operation.js'
import type { Session } from '../tokens/session.js'
import { requestedUser } from './requested-user.js'
import { trackedDeviceShape } from './tracked-device-shape.js'

/** Of a device that has more, the latest. */
const MOST_SESSIONS = 200

/**
 * A device in whatever state, so that the address of its page goes on to lead there, with its open sessions: those that
 * still refresh.
 */
export const AdminGetTrackedDevice: Operation<'AdminGetTrackedDevice'> = async (world, request) => {
  const { user } = await requestedUser(world, request)
  const { poolId, userId } = user
  const { DeviceKey: deviceKey } = request
  const now = world.clock.now()
  const device = await world.stores.devices.findWithSessions({ poolId, userId, deviceKey }, now)
  if (!device) throw deviceDoesNotExist()
  const sessions = await world.stores.sessions.openOfDevice(user, deviceKey, now, MOST_SESSIONS)
  return {
    Device: trackedDeviceShape(world, device, { operatorOn: user }),
    Sessions: await sessionShapes(world, sessions),
  }
}

async function sessionShapes(world: World, sessions: readonly Session[]): Promise<DeviceSessionType[]> {
  const names = new Map<string, string>()
  for (const { poolId, clientId } of sessions) {
    if (names.has(clientId)) continue
    const client = await world.stores.clients.find(poolId, clientId)
    if (client) names.set(clientId, client.name)
  }
  return sessions.map(({ sessionId, clientId, authenticatedAt, expiresAt }) => {
    const ClientName = names.get(clientId)
    return {
      SessionId: sessionId,
      ClientId: clientId,
      ...(ClientName !== undefined && { ClientName }),
      StartedDate: authenticatedAt.getTime() / 1000,
      ExpiresDate: expiresAt.getTime() / 1000,
    }
  })
}
