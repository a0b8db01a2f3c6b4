import { notFound } from '../errors.js'
import { happened } from '../events/happened.js'
import type { Operation } from '../operation.js'
import { authorize } from '../users/authorize.js'

export const DeleteWebAuthnCredential: Operation<'DeleteWebAuthnCredential'> = async (world, request) => {
  const { user } = await authorize(world, request.AccessToken)
  await world.transaction(async (stores) => {
    if (!(await stores.passkeys.remove(user, request.CredentialId)))
      throw notFound('The passkey does not exist.')
    await happened(world, stores, user, { kind: 'mfa_changed', reason: 'a passkey was removed' })
  })
  return {}
}
