import { randomText } from '../chance.js'
import type { Device } from '../devices/device.js'
import type { MfaOfVisit } from '../devices/device-store.js'
import { deviceDoesNotExist, invalidSession, passwordResetRequired } from '../errors.js'
import { type Happened, passkeyCountsAsBoth, signedInReason } from '../events/event.js'
import { happened } from '../events/happened.js'
import { describeUserAgent } from '../events/user-agent.js'
import { groupConfiguration } from '../groups/group.js'
import type { Stores, World } from '../operation.js'
import { regionOf } from '../pools/pool.js'
import { scopeWithChanges, withChanges } from '../tokens/changed-claims.js'
import { accessClaims, idClaims } from '../tokens/claims.js'
import { writeRefreshToken } from '../tokens/refresh-token.js'
import type { Session } from '../tokens/session.js'
import { PostAuthentication } from '../triggers/PostAuthentication.js'
import { PreTokenGeneration, type TokenSource } from '../triggers/PreTokenGeneration.js'
import { SELF_SERVICE_SCOPE } from '../users/authorize.js'
import type { User } from '../users/user.js'
import { visibleAttributes } from '../users/visible.js'
import type { Answer, SignIn, Step } from './step.js'

/** What a sign-in came to: the device that its tokens are bound to, and how it came by its second factor. */
type Outcome = { device: Device | undefined; source: TokenSource; mfa: MfaOfVisit }

type NewDevice = { deviceKey: string; deviceGroupKey: string }

/**
 * Ends a sign-in with its tokens. The pool's triggers are asked and the tokens are signed first; then one transaction
 * writes down the session (which fails when this sign-in was paid out before), the refresh token and the visit of the
 * device.
 */
export async function payOut(
  world: World,
  step: Step,
  { user, signInId, guessedWrong }: SignIn,
  { device, source, mfa }: Outcome,
): Promise<Answer> {
  const now = world.clock.now()
  const newDevice = step.pool.deviceTracking && !device ? issueKeys(world, step) : undefined
  const session: Session = {
    poolId: user.poolId,
    userId: user.userId,
    sessionId: signInId,
    originJti: step.client.revocation ? world.random.uuid() : undefined,
    clientId: step.client.clientId,
    deviceKey: device?.deviceKey ?? newDevice?.deviceKey,
    authenticatedAt: now,
    expiresAt: new Date(now.getTime() + step.client.refreshTokenSeconds * 1000),
    refreshEndedAt: undefined,
    revokedAt: undefined,
    lastAddress: step.caller.address,
  }
  const newDeviceUsed = step.pool.deviceTracking && newDevice !== undefined
  await PostAuthentication(world, occasionOf(step, user), { user, newDeviceUsed, metadata: step.metadata })
  const result = await signTokens(world, step, user, session, source)
  const tokenId = world.random.uuid()
  await world.transaction(async (stores) => {
    await refuseIfChanged(stores, user)
    if (!(await stores.sessions.begin(session))) throw invalidSession()
    await stores.sessions.addRefreshToken(user, signInId, tokenId, now)
    await noteVisit(stores, step, user, { device, newDevice, mfa, now })
    if (guessedWrong) await stores.attempts.reset(user)
    await happened(world, stores, user, ...signedIn(session, mfa))
  })
  world.metrics.signedIn(newDevice ? 'new' : (stateOf(device) ?? 'none'))
  if (newDevice) world.metrics.deviceBecame('issued')
  return {
    ChallengeParameters: {},
    AuthenticationResult: {
      ...result,
      RefreshToken: writeRefreshToken(world.keyring, { poolId: user.poolId, userId: user.userId, tokenId }),
      ...(newDevice && {
        NewDeviceMetadata: { DeviceKey: newDevice.deviceKey, DeviceGroupKey: newDevice.deviceGroupKey },
      }),
    },
  }
}

/** What is put on record of a sign-in: one or two in one statement. */
function signedIn({ sessionId, clientId, deviceKey }: Session, { result, reason }: MfaOfVisit): Happened[] {
  const about = { sessionId, clientId, deviceKey }
  const how = reason === passkeyCountsAsBoth ? reason : signedInReason[result]
  const signedIn = { kind: 'signed_in', reason: how, ...about } as const
  return result === 'skipped' ? [{ kind: 'mfa_skipped', reason, ...about }, signedIn] : [signedIn]
}

/** Of a device that tokens may be bound to: it is tracked. */
const stateOf = (device: Device | undefined) =>
  device && (device.state === 'remembered' ? 'remembered' : 'not_remembered')

/**
 * Signing takes a while, and the user may be disabled, deleted or lose the password meanwhile: a session that
 * begins after all others were ended would outlive them.
 */
async function refuseIfChanged({ users }: Stores, user: User): Promise<void> {
  const now = await users.findHeld(user)
  if (now?.status === 'RESET_REQUIRED') throw passwordResetRequired()
  if (!now?.enabled || now.password?.salt !== user.password?.salt) throw invalidSession()
}

/** `<region>_<uuid>` and a dash with eight characters: the forms that clients and patterns expect. */
const issueKeys = ({ random }: World, { pool }: Step): NewDevice => ({
  deviceKey: `${regionOf(pool.poolId)}_${random.uuid()}`,
  deviceGroupKey: `-${randomText(random, 8)}`,
})

async function noteVisit(
  { devices }: Stores,
  { caller }: Step,
  { poolId, userId }: User,
  {
    device,
    newDevice,
    mfa,
    now,
  }: Pick<Outcome, 'device' | 'mfa'> & { newDevice: NewDevice | undefined; now: Date },
): Promise<void> {
  const { address, userAgent } = caller
  const platform = userAgent === undefined ? undefined : describeUserAgent(userAgent).platform
  const visit = { address, userAgent, platform, mfa, at: now }
  if (newDevice) {
    const { deviceKey, deviceGroupKey } = newDevice
    await devices.issue({ poolId, userId, deviceKey }, deviceGroupKey, visit)
  }
  // Forgotten while it was proving itself: forgetting wins.
  if (device && !(await devices.authenticated(device, visit))) throw deviceDoesNotExist()
}

const occasionOf = ({ pool, client }: Pick<Step, 'pool' | 'client'>, { username }: User) => ({
  pool,
  clientId: client.clientId,
  username,
})

/**
 * The ID and the access token of a session, as an AuthenticationResult without a refresh token; what they say is what
 * the pool's PreTokenGeneration makes of it.
 */
export async function signTokens(
  world: World,
  step: Pick<Step, 'pool' | 'client' | 'metadata'>,
  user: User,
  session: Session,
  source: TokenSource,
) {
  const { pool, client, metadata } = step
  const scopes = [SELF_SERVICE_SCOPE]
  const groups = groupConfiguration(await world.stores.groups.ofUser(user))
  const question = { source, user, groups, scopes, metadata }
  const changes = await PreTokenGeneration(world, occasionOf(step, user), question)
  const subject = {
    issuer: `${world.publicUrl}/${pool.poolId}`,
    username: user.username,
    session,
    attributes: visibleAttributes(pool, client, user.attributes),
    groups: changes?.groups ?? groups,
    jti: { access: world.random.uuid(), id: world.random.uuid() },
    now: world.clock.now(),
  }
  const scope = changes ? scopeWithChanges(scopes, changes.scopes) : scopes.join(' ')
  const access = accessClaims(subject, client.accessTokenSeconds, scope)
  const id = idClaims(subject, client.idTokenSeconds)
  const [AccessToken, IdToken] = await Promise.all([
    world.tokens.sign(pool, 'access', changes ? withChanges(access, changes.access) : access),
    world.tokens.sign(pool, 'id', changes ? withChanges(id, changes.id) : id),
  ])
  return { AccessToken, IdToken, ExpiresIn: client.accessTokenSeconds, TokenType: 'Bearer' }
}
