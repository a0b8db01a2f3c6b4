import { notFound } from '../errors.js'
import type { Operation } from '../operation.js'
import { authorize } from '../users/authorize.js'

export const DeleteWebAuthnCredential: Operation<'DeleteWebAuthnCredential'> = async (world, request) => {
  const { user } = await authorize(world, request.AccessToken)
  if (!(await world.stores.passkeys.remove(user, request.CredentialId)))
    throw notFound('The passkey does not exist.')
  return {}
}
