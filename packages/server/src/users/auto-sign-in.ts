import type { Client } from '../clients/client.js'
import type { World } from '../operation.js'
import type { User } from './user.js'

/**
 * The Session that ends a sign-up: whoever shows it to InitiateAuth is signed in, once, through the same client, for as
 * long as one step of a sign-in may take.
 */
export type AutoSignIn = {
  poolId: string
  clientId: string
  userId: string
  /** The sign-in that it begins, which pays out once. */
  signInId: string
  /** The salt of the user's password, empty where there is none: another password makes it void. */
  passwordSalt: string
  /** Epoch milliseconds. */
  startedAt: number
  expiresAt: number
}

const CONTEXT = 'auto sign-in'

/** Undefined where the client does not allow USER_AUTH, which is what takes it. */
export function writeAutoSignIn(
  world: World,
  client: Client,
  user: Pick<User, 'poolId' | 'userId' | 'password'>,
): string | undefined {
  if (!client.flows.includes('choice')) return undefined
  const startedAt = world.clock.now().getTime()
  const ticket: AutoSignIn = {
    poolId: user.poolId,
    clientId: client.clientId,
    userId: user.userId,
    signInId: world.random.uuid(),
    passwordSalt: user.password?.salt ?? '',
    startedAt,
    expiresAt: startedAt + client.signInStepSeconds * 1000,
  }
  return world.keyring.seal(CONTEXT, JSON.stringify(ticket))
}

/** Undefined when it is not one, or over. */
export function readAutoSignIn({ keyring, clock }: World, session: string): AutoSignIn | undefined {
  const content = keyring.open(CONTEXT, session)
  const ticket: AutoSignIn | undefined = content && JSON.parse(content.toString())
  return ticket && clock.now().getTime() < ticket.expiresAt ? ticket : undefined
}
