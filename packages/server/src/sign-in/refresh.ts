import { checkSecretHash } from '../clients/require-client.js'
import { deviceMayRefresh } from '../devices/device.js'
import { notAuthorized, Refusal } from '../errors.js'
import { happened, happenedAgain } from '../events/happened.js'
import type { Stores, World } from '../operation.js'
import { readRefreshToken, writeRefreshToken } from '../tokens/refresh-token.js'
import { type RefreshToken, refreshVerdict, type Session } from '../tokens/session.js'
import { countedRefresh } from './counted.js'
import { signTokens } from './pay-out.js'
import { type Answer, type Step, userIsDisabled } from './step.js'

/**
 * New tokens for a refresh token. Every refusal is NotAuthorizedException, at which clients sign out; any other name
 * would leave them refreshing for ever (aws-amplify `TokenOrchestrator`). Only the reuse of a rotated token has a name
 * of its own.
 */
export const refresh = (world: World, step: Step, shown: Shown): Promise<Answer> =>
  countedRefresh(world, () => exchange(world, step, shown))

type Shown = { token: string; deviceKey: string | undefined; secretChecked?: boolean }

async function exchange(world: World, step: Step, shown: Shown): Promise<Answer> {
  const { session, token } = await requireRefreshToken(world, step, shown.token)
  const user = await world.stores.users.find(session)
  if (!user) throw invalidRefreshToken()
  if (!shown.secretChecked) checkSecretHash(step.client, [user.username, user.userId], step.shown.SECRET_HASH)
  await refuseUnlessPasses(world, session, verdictOn(world, step, session, token))
  if (!user.enabled) throw userIsDisabled()
  await checkDevice(world, step, session, shown.deviceKey)
  // Before the old token is replaced: a trigger that fails must not cost the user the session.
  const tokens = await signTokens(world, step, user, session, 'TokenGeneration_RefreshTokens')
  const rotated = await goOn(world, step, session, token)
  return { ChallengeParameters: {}, AuthenticationResult: { ...tokens, ...rotated } }
}

const invalidRefreshToken = (why?: string) =>
  notAuthorized(why === undefined ? 'Invalid Refresh Token' : `Invalid Refresh Token. ${why}`)

async function requireRefreshToken(world: World, { pool, client }: Step, text: string) {
  const ref = readRefreshToken(world.keyring, text)
  if (!ref || ref.poolId !== pool.poolId) throw invalidRefreshToken()
  const found = await world.stores.sessions.findRefreshToken(ref, ref.tokenId)
  if (!found || found.session.clientId !== client.clientId) throw invalidRefreshToken()
  return found
}

const verdictOn = ({ clock }: World, { client }: Step, session: Session, token: RefreshToken) =>
  refreshVerdict(session, token, client.rotationGraceSeconds, clock.now())

async function refuseUnlessPasses(
  world: World,
  session: Session,
  verdict: ReturnType<typeof refreshVerdict>,
): Promise<void> {
  switch (verdict) {
    case 'passes':
      return
    case 'revoked':
      throw notAuthorized('Refresh Token has been revoked')
    case 'expired':
      throw notAuthorized('Refresh Token has expired')
    case 'reused':
      // Two hold the same token, and one of them should not: nobody goes on with it (RFC 9700, 4.14.2).
      await endReused(world, session)
      throw new Refusal('RefreshTokenReuseException', 'Refresh token has already been used.')
  }
}

const endReused = (world: World, session: Session): Promise<void> =>
  world.transaction(async (stores) => {
    if (!(await stores.sessions.revoke(session, session.sessionId, world.clock.now()))) return
    const what = { outcome: 'fail', reason: 'the session ended', ...ofSession(session) } as const
    await happened(world, stores, session, { kind: 'refresh_token_reused', ...what })
  })

const ofSession = ({ sessionId, deviceKey, clientId }: Session) => ({ sessionId, deviceKey, clientId })

const comesFromElsewhere = ({ caller }: Step, { lastAddress }: Session) =>
  caller.address !== undefined && caller.address !== lastAddress

/** The first address that is known of a session is not a new one. Where two take turns, that is said once in a while. */
async function noteAddress(world: World, stores: Stores, { caller }: Step, session: Session): Promise<void> {
  if (!(await stores.sessions.wentTo(session, session.sessionId, caller.address ?? ''))) return
  if (session.lastAddress === undefined) return
  const what = { kind: 'refreshed_from_new_address', ...ofSession(session) } as const
  await happenedAgain(world, stores, session, what)
}

async function checkDevice(
  world: World,
  { pool }: Step,
  session: Session,
  shownKey: string | undefined,
): Promise<void> {
  const { deviceKey } = session
  const ofSession =
    deviceKey === undefined ? undefined : await world.stores.devices.find({ ...session, deviceKey })
  if (deviceMayRefresh(pool.deviceTracking, { ofSession, sessionDeviceKey: deviceKey, shownKey })) return
  throw invalidRefreshToken(
    'The device key is missing, of another device, or of a device that was forgotten.',
  )
}

/** What a refresh changes: the address of its session, and with rotation the refresh token. */
async function goOn(world: World, step: Step, session: Session, token: RefreshToken) {
  if (step.client.rotationGraceSeconds !== undefined) return rotate(world, step, session, token)
  if (comesFromElsewhere(step, session))
    await world.transaction((stores) => noteAddress(world, stores, step, session))
  return {}
}

/**
 * With rotation, the next refresh token: it lives as long as the session that it is of, not longer. The token is read
 * again where it is replaced: of two refreshes at once, both of which found it fresh, only one may. Where the address
 * cannot be put on record the old token stays good: whoever gets no answer would be taken for a thief with it.
 */
async function rotate(world: World, step: Step, owner: Session, token: RefreshToken) {
  const { poolId, userId } = owner
  const tokenId = world.random.uuid()
  const { session, verdict } = await world.transactionOf(owner, async (stores) => {
    const found = await stores.sessions.findRefreshToken(owner, token.tokenId)
    if (!found) throw invalidRefreshToken()
    const { session } = found
    const verdict = verdictOn(world, step, session, found.token)
    if (verdict === 'passes') {
      await stores.sessions.supersede(owner, token.tokenId, world.clock.now())
      await stores.sessions.addRefreshToken(owner, session.sessionId, tokenId, world.clock.now())
      if (comesFromElsewhere(step, session)) await noteAddress(world, stores, step, session)
    }
    return { session, verdict }
  })
  // Outside the transaction: the end of a reused session must not be undone with it.
  await refuseUnlessPasses(world, session, verdict)
  return { RefreshToken: writeRefreshToken(world.keyring, { poolId, userId, tokenId }) }
}
