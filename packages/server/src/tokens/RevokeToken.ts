import { clientSecretMatches } from '../clients/require-client.js'
import { invalidParameter, Refusal } from '../errors.js'
import { happened } from '../events/happened.js'
import type { Operation, World } from '../operation.js'
import { readRefreshToken } from './refresh-token.js'
import type { Session } from './session.js'

/**
 * Ends the session of a refresh token: its refresh and its access tokens. A token that means nothing here, or
 * nothing any more, is answered like one that was revoked just now (RFC 7009, 2.2).
 */
export const RevokeToken: Operation<'RevokeToken'> = async (world, request) => {
  const found = await world.stores.clients.findWithPool(request.ClientId)
  if (!found) throw invalidParameter(`User pool client ${request.ClientId} does not exist.`)
  const { client } = found
  if (!clientSecretMatches(client, request.ClientSecret)) {
    throw new Refusal('UnauthorizedException', 'Invalid client secret.')
  }
  if (!client.revocation) {
    throw new Refusal('UnsupportedOperationException', 'Revoke token is not enabled for this client.')
  }
  if (looksLikeJwt(request.Token)) {
    throw new Refusal('UnsupportedTokenTypeException', 'Only refresh tokens can be revoked.')
  }
  const ref = readRefreshToken(world.keyring, request.Token)
  const session = ref && (await world.stores.sessions.findRefreshToken(ref, ref.tokenId))?.session
  if (!session) return {}
  if (session.clientId !== client.clientId) {
    throw new Refusal('UnauthorizedException', 'The token was issued to another client.')
  }
  await revoke(world, session)
  return {}
}

/** Of two revocations at once, one ends the session. */
const revoke = (world: World, session: Session): Promise<void> =>
  world.transaction(async (stores) => {
    const { sessionId, deviceKey, clientId } = session
    if (!(await stores.sessions.revoke(session, sessionId, world.clock.now()))) return
    const what = { reason: 'this session', sessionId, deviceKey, clientId }
    await happened(world, stores, session, { kind: 'signed_out', ...what })
  })

/** Refresh tokens of this server have no dots; ID and access tokens have two. */
const looksLikeJwt = (token: string) => token.split('.').length === 3
