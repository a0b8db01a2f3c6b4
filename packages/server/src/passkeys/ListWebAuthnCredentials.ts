import type { WebAuthnCredentialDescription } from '@latchkey/wire'
import { readPageToken, writePageToken } from '../keys/page-token.js'
import type { Operation } from '../operation.js'
import { authorize } from '../users/authorize.js'
import { MOST_PASSKEYS, type Passkey } from './passkey.js'

export const ListWebAuthnCredentials: Operation<'ListWebAuthnCredentials'> = async (world, request) => {
  const { user } = await authorize(world, request.AccessToken)
  const list = `ListWebAuthnCredentials ${user.poolId} ${user.userId}`
  const after =
    request.NextToken === undefined ? '' : String(readPageToken(world.keyring, list, request.NextToken))
  const limit = request.MaxResults || MOST_PASSKEYS
  const found = await world.stores.passkeys.page(user, after, limit + 1)
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  return {
    Credentials: page.map(passkeyShape),
    ...(last && { NextToken: writePageToken(world.keyring, list, last.credentialId) }),
  }
}

const passkeyShape = (passkey: Passkey): WebAuthnCredentialDescription => ({
  CredentialId: passkey.credentialId,
  FriendlyCredentialName: passkey.name,
  RelyingPartyId: passkey.relyingPartyId,
  AuthenticatorAttachment: passkey.attachment,
  AuthenticatorTransports: [...passkey.transports],
  CreatedAt: passkey.createdAt.getTime() / 1000,
})
