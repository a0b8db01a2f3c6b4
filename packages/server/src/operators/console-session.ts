import { NotSignedIn, notAuthorized } from '../errors.js'
import { happened } from '../events/happened.js'
import type { Identity, Stores, World } from '../operation.js'
import { OPERATORS_POOL } from '../pools/pool.js'
import type { Session } from '../tokens/session.js'
import { authorize } from '../users/authorize.js'
import { developerId } from './add-operator.js'
import type { DeveloperLinks } from './developer-link.js'
import { useLink } from './link.js'
import { CONSOLE_CLIENT, grantsOf } from './operator.js'
import { operatorOf } from './operator-of-token.js'

/**
 * The sessions of the console. What the browser keeps is a sealed reference to a session of the operators' pool, in a
 * cookie that no script reads; whether that session stands, and what its operator may, is looked up for every call.
 */

/** What stands sealed in the cookie. */
type Reference = { userId: string; sessionId: string; expiresAt: number }

export type Begun = { sealed: string; seconds: number }

/**
 * A working day: who leaves the console open over night signs in again in the morning. It begins with the sign-in: a refresh
 * token is good for a month, and must not be a month in the console.
 */
const LONGEST_MILLISECONDS = 12 * 60 * 60 * 1000

const CONTEXT = 'console session'

/** A session of the console for whoever shows an operator's access token: it is the one in which they signed in. */
export async function beginConsoleSession(world: World, accessToken: string): Promise<Begun> {
  const { session } = operatorOf(await authorize(world, accessToken))
  return begun(world, session)
}

/** A session of the console for whoever follows a one-time link. */
export async function followLink(world: World, link: string): Promise<Begun> {
  const userId = link.slice(0, link.indexOf('.'))
  return withoutSignIn(world, userId, async (stores) => {
    if (!(await useLink({ ...world, stores }, userId, link))) throw deadLink()
  })
}

/** A session of the console for the developer whose server it is. */
export async function enterAsDeveloper(world: World, links: DeveloperLinks, link: string): Promise<Begun> {
  if (!links.use(link)) throw deadLink()
  return withoutSignIn(world, await developerId(world), async () => {})
}

async function withoutSignIn(
  world: World,
  userId: string,
  pass: (stores: Stores) => Promise<void>,
): Promise<Begun> {
  const now = world.clock.now()
  const session: Session = {
    poolId: OPERATORS_POOL,
    userId,
    sessionId: world.random.uuid(),
    originJti: undefined,
    clientId: CONSOLE_CLIENT,
    deviceKey: undefined,
    authenticatedAt: now,
    expiresAt: new Date(now.getTime() + LONGEST_MILLISECONDS),
    refreshEndedAt: undefined,
    revokedAt: undefined,
  }
  await world.transactionOf(session, async (stores) => {
    await pass(stores)
    const user = await stores.users.find(session)
    if (!user?.enabled) throw deadLink()
    await stores.sessions.begin(session)
    const { clientId, sessionId } = session
    const reason = 'a one-time link'
    await happened(world, stores, session, { kind: 'signed_in', reason, clientId, sessionId })
  })
  return begun(world, session)
}

const deadLink = () => notAuthorized('This link was used before, or it is too old. Ask for another one.')

function begun(
  { keyring, clock }: Pick<World, 'keyring' | 'clock'>,
  { userId, sessionId, authenticatedAt, expiresAt }: Session,
): Begun {
  const now = clock.now().getTime()
  const end = Math.min(expiresAt.getTime(), authenticatedAt.getTime() + LONGEST_MILLISECONDS)
  if (end <= now) throw notAuthorized('This sign-in is more than twelve hours old. Sign in again.')
  const reference: Reference = { userId, sessionId, expiresAt: end }
  return {
    sealed: keyring.seal(CONTEXT, JSON.stringify(reference)),
    seconds: Math.floor((end - now) / 1000),
  }
}

/** Who a cookie speaks for. Throws NotAuthorizedException when it speaks for nobody any more. */
export async function operatorOfCookie(world: World, sealed: string): Promise<Identity> {
  const reference = open(world, sealed)
  const now = world.clock.now()
  if (!reference || reference.expiresAt <= now.getTime()) throw new NotSignedIn()
  const { userId, sessionId } = reference
  const found = await world.stores.operators.signedIn({ poolId: OPERATORS_POOL, userId }, sessionId)
  const stands = found?.enabled && found.status !== 'RESET_REQUIRED' && !found.isOver && found.expiresAt > now
  if (!stands) throw new NotSignedIn()
  return { operator: found.username, grants: grantsOf(found.groupNames) }
}

function open({ keyring }: Pick<World, 'keyring'>, sealed: string): Reference | undefined {
  const content = keyring.open(CONTEXT, sealed)
  return content && JSON.parse(content.toString())
}

/** Ends a session, and with it all that the sign-in gave out. What is none is left. */
export async function endConsoleSession(world: World, sealed: string): Promise<void> {
  const reference = open(world, sealed)
  if (!reference) return
  const { userId, sessionId } = reference
  const owner = { poolId: OPERATORS_POOL, userId }
  await world.transactionOf(owner, async (stores) => {
    const session = await stores.sessions.find(owner, sessionId)
    if (!session || session.revokedAt) return
    await stores.sessions.revoke(owner, sessionId, world.clock.now())
    await happened(world, stores, owner, { kind: 'signed_out', reason: 'this session', sessionId })
  })
}
