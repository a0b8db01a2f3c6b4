import type { ResendConfirmationCodeRequest } from '@latchkey/wire'
import { checkSecretHash, requireClient } from '../clients/require-client.js'
import { invalidParameter, notAuthorized } from '../errors.js'
import type { Operation, World } from '../operation.js'
import { nameKey, type Pool } from '../pools/pool.js'
import { addressesToConfirm, addressToConfirm } from './attributes.js'
import { hidesTheConfirmed } from './confirm-sign-up.js'
import { prepareConfirmation } from './confirmation.js'
import { userDoesNotExist } from './require-user.js'
import { sendCode } from './send-code.js'
import { simulatedDelivery } from './simulated-delivery.js'
import type { User } from './user.js'
import { codeDeliveryShape } from './user-shape.js'

/**
 * Whoever is disabled gets no message.
 * Source: Amazon Cognito developer guide, "Managing user existence error responses", ResendConfirmationCode.
 */
export const ResendConfirmationCode: Operation<'ResendConfirmationCode'> = async (world, request) => {
  const { client, pool } = await requireClient(world, request.ClientId)
  checkSecretHash(client, [request.Username], request.SecretHash)
  if (pool.autoVerified.length === 0) throw nowhereToSend()
  const user = await world.stores.users.findByName(pool.poolId, nameKey(pool, request.Username))
  const isHidden = user?.status !== 'UNCONFIRMED' && hidesTheConfirmed(client, pool)
  if (user?.enabled && !isHidden) return { CodeDeliveryDetails: await resend(world, pool, user, request) }
  if (!client.hidesMissingUsers) throw user ? notAuthorized('User is disabled.') : userDoesNotExist()
  return { CodeDeliveryDetails: simulatedDelivery(world, pool, request.Username, addressesToConfirm(pool)) }
}

const nowhereToSend = () => invalidParameter('Cannot resend codes. Auto verification not turned on.')

async function resend(
  world: World,
  pool: Pool,
  user: User,
  { ClientId, Username, ClientMetadata }: ResendConfirmationCodeRequest,
) {
  if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.')
  const address = addressToConfirm(pool, user.attributes)
  if (!address) throw nowhereToSend()
  const composition = {
    pool,
    clientId: ClientId,
    recipient: user,
    occasion: 'another code',
    metadata: ClientMetadata,
  } as const
  const prepared = await prepareConfirmation(world, composition, address)
  const sent = { reason: 'to confirm the sign-up', clientId: ClientId, operation: 'ResendConfirmationCode' }
  await sendCode(world, user, prepared, sent, Username)
  return codeDeliveryShape(address, prepared.message.to)
}
