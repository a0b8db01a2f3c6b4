import type { Responses } from '@latchkey/wire'
import type { Address } from './address.js'

/** What a page has to know of a pool before anybody is signed in. */
export type SignInOptions = Responses['GetSignInOptions']

/** The address names nothing that is there. */
export class NoSuchAccount extends Error {
  override name = 'NoSuchAccount'
}

/** @throws NoSuchAccount with a sentence for people; NetworkError where the server does not answer */
export async function fetchSignInOptions(
  { poolId, clientId }: Address,
  signal: AbortSignal,
): Promise<SignInOptions> {
  const response = await fetch('/', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'LatchkeyService.GetSignInOptions',
    },
    body: JSON.stringify({ UserPoolId: poolId, ClientId: clientId }),
    cache: 'no-store',
    signal,
  }).catch(unreachable)
  if (response.status >= 500 || response.status === 429) return unreachable()
  const answer: unknown = await response.json().catch(unreachable)
  if (response.ok) return answer as SignInOptions
  throw new NoSuchAccount((answer as { message?: string }).message)
}

function unreachable(cause?: unknown): never {
  throw Object.assign(new Error('The server cannot be reached.', { cause }), { name: 'NetworkError' })
}
