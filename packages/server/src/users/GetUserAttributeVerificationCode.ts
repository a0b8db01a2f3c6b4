import { invalidParameter } from '../errors.js'
import type { Operation } from '../operation.js'
import { authorize } from './authorize.js'
import { sendCode } from './send-code.js'
import { codeDeliveryShape } from './user-shape.js'
import { addressAsked, prepareVerification } from './verification.js'

/** To the address that waits to be verified, if one does, else to the one in use. */
export const GetUserAttributeVerificationCode: Operation<'GetUserAttributeVerificationCode'> = async (
  world,
  request,
) => {
  const { pool, user, client } = await authorize(world, request.AccessToken)
  const address = addressAsked(request.AttributeName)
  const to = (await world.stores.waitingAddresses.find(user, address)) ?? user.attributes[address]
  if (!to) throw invalidParameter(`The user has no ${address} to verify.`)
  const composition = {
    pool,
    clientId: client.clientId,
    recipient: user,
    occasion: 'address to verify',
    metadata: request.ClientMetadata,
  } as const
  const prepared = await prepareVerification(world, composition, { address, to })
  await sendCode(world, user, prepared, { reason: 'to verify an address', clientId: client.clientId })
  return { CodeDeliveryDetails: codeDeliveryShape(address, to) }
}
