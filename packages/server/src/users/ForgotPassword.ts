import type { ForgotPasswordRequest } from '@latchkey/wire'
import { randomCode } from '../chance.js'
import { checkSecretHash, requireClient } from '../clients/require-client.js'
import { happenedToSomebody } from '../events/happened.js'
import type { Operation, World } from '../operation.js'
import { nameKey, type Pool } from '../pools/pool.js'
import { hasTrigger } from '../triggers/trigger.js'
import { tooManyCodes } from './code-refusals.js'
import { migrateUser } from './migrate-user.js'
import {
  cannotReset,
  prepareReset,
  simulatedChannels,
  simulatedReset,
  type Target,
} from './password-reset.js'
import { recoveryOf } from './recovery.js'
import { sendCode } from './send-code.js'
import { simulatedDelivery } from './simulated-delivery.js'
import type { User } from './user.js'
import { codeDeliveryShape } from './user-shape.js'

/**
 * Where missing users are hidden, everybody who cannot be sent a code is answered alike.
 * Source: Amazon Cognito developer guide, "Managing user existence error responses", ForgotPassword.
 */
export const ForgotPassword: Operation<'ForgotPassword'> = async (world, request) => {
  const { client, pool } = await requireClient(world, request.ClientId)
  const find = () => world.stores.users.findByName(pool.poolId, nameKey(pool, request.Username))
  const found = await find()
  checkSecretHash(client, [request.Username, found?.username, found?.userId], request.SecretHash)
  const asksElsewhere = !found && hasTrigger(pool, 'UserMigration')
  // Before the other directory is asked: it is not to be asked without end about a name that nobody has.
  if (asksElsewhere) await countSimulated(world, pool, request.Username)
  const user = asksElsewhere && (await migrated(world, pool, request)) ? await find() : found
  const recovery = recoveryOf(pool, user)
  if (!('refused' in recovery)) return { CodeDeliveryDetails: await send(world, pool, request, recovery) }
  if (recovery.refused === 'operators only' || !client.hidesMissingUsers) throw cannotReset(recovery.refused)
  if (!asksElsewhere) await countSimulated(world, pool, request.Username)
  return { CodeDeliveryDetails: simulatedDelivery(world, pool, request.Username, simulatedChannels(pool)) }
}

/** Somebody whom another directory knows is made a user, and goes on as one. */
const migrated = (
  world: World,
  pool: Pool,
  { Username: name, ClientId: clientId, ClientMetadata: metadata }: ForgotPasswordRequest,
): Promise<boolean> =>
  migrateUser(world, pool, {
    source: 'UserMigration_ForgotPassword',
    name,
    clientId,
    metadata,
    password: undefined,
  })

const asked = { reason: 'to set another password', operation: 'ForgotPassword' }

async function send(
  world: World,
  pool: Pool,
  { ClientId, Username, ClientMetadata }: ForgotPasswordRequest,
  { user, address, to }: Target & { user: User },
) {
  const composition = { pool, clientId: ClientId, recipient: user, metadata: ClientMetadata }
  const prepared = await prepareReset(world, composition, { address, to })
  await sendCode(world, user, prepared, { ...asked, clientId: ClientId }, Username)
  return codeDeliveryShape(address, to)
}

/** Counts a code that goes to nobody: as often as for a user, and no more often. Throws LimitExceededException. */
async function countSimulated(world: World, pool: Pool, name: string): Promise<void> {
  const { owner, use, expiresAt } = simulatedReset(world, pool, name)
  const code = randomCode(world.random)
  const kept = await world.transaction(async (stores) => {
    if (!(await stores.simulatedCodes.replace(owner, use, code, expiresAt, world.clock.now()))) return false
    await happenedToSomebody(world, stores, owner, { kind: 'code_sent', ...asked })
    return true
  })
  if (!kept) throw tooManyCodes()
}
