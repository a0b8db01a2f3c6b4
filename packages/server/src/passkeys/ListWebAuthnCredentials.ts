import type { WebAuthnCredentialDescription } from '@latchkey/wire'
import { pageOf } from '../keys/page-of.js'
import type { Operation } from '../operation.js'
import { authorize } from '../users/authorize.js'
import type { Passkey } from './passkey.js'

export const ListWebAuthnCredentials: Operation<'ListWebAuthnCredentials'> = async (world, request) => {
  const { user } = await authorize(world, request.AccessToken)
  const list = `ListWebAuthnCredentials ${user.poolId} ${user.userId}`
  const asked = { limit: request.MaxResults, token: request.NextToken }
  const { page, next } = await pageOf(world.keyring, list, asked, {
    read: (after, limit) => world.stores.passkeys.page(user, after, limit),
    positionOf: ({ credentialId }) => credentialId,
  })
  return { Credentials: page.map(passkeyShape), NextToken: next }
}

const passkeyShape = (passkey: Passkey): WebAuthnCredentialDescription => ({
  CredentialId: passkey.credentialId,
  FriendlyCredentialName: passkey.name,
  RelyingPartyId: passkey.relyingPartyId,
  AuthenticatorAttachment: passkey.attachment,
  AuthenticatorTransports: [...passkey.transports],
  CreatedAt: passkey.createdAt.getTime() / 1000,
})
