import { world } from '../configure.js'
import { listOf } from '../lists.js'
import { requireSession } from '../tokens/require-session.js'
import type { ListWebAuthnCredentialsInput, ListWebAuthnCredentialsOutput } from '../types.js'
import type { CallOptions } from '../world.js'

/**
 * The passkeys of the user who is signed in, page by page.
 *
 * @throws AuthError UserUnAuthenticatedException, or an error of ListWebAuthnCredentials
 * @example
 * await listWebAuthnCredentials({ pageSize: 20 })
 * // ListWebAuthnCredentials { AccessToken, MaxResults: 20 }
 */
export async function listWebAuthnCredentials(
  input?: ListWebAuthnCredentialsInput,
  options?: CallOptions,
): Promise<ListWebAuthnCredentialsOutput> {
  const { ask, AccessToken } = await requireSession(world(), options)
  const { Credentials, NextToken } = await ask('ListWebAuthnCredentials', {
    AccessToken,
    MaxResults: input?.pageSize,
    NextToken: input?.nextToken,
  })
  const credentials = listOf(Credentials).map((credential) => ({
    credentialId: credential.CredentialId,
    friendlyCredentialName: credential.FriendlyCredentialName,
    relyingPartyId: credential.RelyingPartyId,
    ...(credential.AuthenticatorAttachment && {
      authenticatorAttachment: credential.AuthenticatorAttachment,
    }),
    authenticatorTransports: credential.AuthenticatorTransports,
    createdAt: credential.CreatedAt ? new Date(credential.CreatedAt * 1000) : undefined,
  }))
  return { credentials, ...(NextToken !== undefined && { nextToken: NextToken }) }
}
