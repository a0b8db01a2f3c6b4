import { invalidSession } from '../errors.js'
import type { World } from '../operation.js'
import { userHandle } from '../passkeys/creation-options.js'
import { originAllowed } from '../passkeys/passkey.js'
import { relyingPartyOfPool } from '../passkeys/relying-party.js'
import { parsed, readCredential } from '../passkeys/shown-credential.js'
import { type Assertion, checkAssertion } from '../passkeys/webauthn.js'
import type { User } from '../users/user.js'
import { type Account, accountOf } from './account.js'
import { provedFirst, startOf } from './first-proof.js'
import { firstTicket, type Origin } from './password-proof.js'
import { proceed } from './proceed.js'
import { type Answer, checkName, required, requireTicket, type Step } from './step.js'
import { type Ticket, writeSession } from './ticket.js'
import { passkeysHere } from './usable-factors.js'

/** The first factor: a passkey. */

/**
 * Asks for one of the account's passkeys, as PublicKeyCredentialRequestOptionsJSON (W3C Web Authentication Level 3,
 * 5.1.9). The challenge is sealed into the Session, and with it bound to this sign-in.
 */
export async function askForPasskey(
  world: World,
  step: Step,
  account: Account,
  origin?: Origin,
): Promise<Answer> {
  const challenge = world.random.bytes(32).toString('base64url')
  const ticket = { ...firstTicket(world, step, account, 'passkey', origin), passkeyChallenge: challenge }
  const options = {
    challenge,
    timeout: step.client.signInStepSeconds * 1000,
    rpId: relyingPartyOfPool(world, step.pool),
    allowCredentials: await allowed(world, step, account),
    userVerification: step.pool.passkeys.userVerification,
  }
  return {
    ChallengeName: 'WEB_AUTHN',
    Session: writeSession(world.keyring, ticket),
    ChallengeParameters: { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(options) },
  }
}

/** A name that nobody has gets a passkey that nobody has, always the same. */
async function allowed(world: World, { pool }: Step, { user, userId }: Account) {
  if (user) {
    const passkeys = await passkeysHere(world, pool, user)
    return passkeys.map(({ credentialId, transports }) => ({
      type: 'public-key',
      id: credentialId,
      transports,
    }))
  }
  const id = world.keyring.stretch('simulated passkey', `${pool.poolId} ${userId}`, 32).toString('base64url')
  return [{ type: 'public-key', id, transports: ['hybrid', 'internal'] }]
}

/** Checks the assertion that answers WEB_AUTHN, and goes on. */
export async function takeAssertion(world: World, step: Step): Promise<Answer> {
  const ticket = requireTicket(world, step, 'passkey')
  const shown = readCredential(parsed(required(step, 'CREDENTIAL')), [
    'clientDataJSON',
    'authenticatorData',
    'signature',
  ] as const)
  const found = await world.stores.users.findForSignIn(ticket, ticket.signInId)
  if (found?.paidOut) throw invalidSession()
  const user = found?.user
  const account = { ...accountOf(world, step.pool, user, ticket.userId), userId: ticket.userId }
  checkName(world, step, account, ticket.typedName)
  step.about.userId = ticket.userId
  let userVerified = false
  const isRight = async () => {
    const proof = user && shown && (await proofOf(world, step, ticket, user, shown))
    userVerified = proof?.userVerified ?? false
    return proof !== undefined
  }
  const wrong = { kind: 'wrong_passkey', sessionId: ticket.signInId } as const
  const passed = await provedFirst(world, step, account, isRight, wrong)
  const secondFactorProved = step.pool.passkeys.countAsSecondFactor && userVerified
  const start = startOf(passed, ticket, { secondFactorProved, spent: true })
  return proceed(world, step, secondFactorProved ? { ...start, passkeyCounted: true } : start)
}

/**
 * How a passkey of the user was used for this very sign-in; undefined when it was not. Where the page was is looked at
 * before challenge and signature, and the count of the authenticator last, so that of two uses of one assertion one
 * passes. Source: W3C Web Authentication Level 3, 7.2.
 */
async function proofOf(
  world: World,
  { pool }: Step,
  { passkeyChallenge: challenge }: Ticket,
  user: User,
  shown: Assertion,
): Promise<{ userVerified: boolean } | undefined> {
  const relyingPartyId = relyingPartyOfPool(world, pool)
  if (challenge === undefined || relyingPartyId === undefined || !pool.firstFactors.includes('passkey'))
    return undefined
  const { clientData } = shown
  const isForHere =
    !clientData.crossOrigin &&
    originAllowed(relyingPartyId, clientData.origin) &&
    (shown.userHandle === undefined || shown.userHandle === userHandle(user.userId))
  const passkey = isForHere ? await world.stores.passkeys.find(user, shown.id) : undefined
  if (passkey?.relyingPartyId !== relyingPartyId) return undefined
  const requireUserVerification = pool.passkeys.userVerification === 'required'
  const proof = await checkAssertion(shown, passkey, { challenge, relyingPartyId, requireUserVerification })
  return proof && (await world.stores.passkeys.used(passkey, proof.counter)) ? proof : undefined
}
