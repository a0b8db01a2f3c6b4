import { invalidParameter, Refusal } from '../errors.js'
import { happened } from '../events/happened.js'
import type { Operation, World } from '../operation.js'
import { type Authorized, authorize } from '../users/authorize.js'
import { friendlyName, MOST_PASSKEYS, originAllowed } from './passkey.js'
import { requireRelyingParty } from './relying-party.js'
import { readCredential } from './shown-credential.js'
import { checkRegistration, type NewKey, type Registration } from './webauthn.js'

export const CompleteWebAuthnRegistration: Operation<'CompleteWebAuthnRegistration'> = async (
  world,
  request,
) => {
  const { pool, user, client } = await authorize(world, request.AccessToken)
  const relyingPartyId = requireRelyingParty(world, pool)
  const shown = readCredential(request.Credential, ['clientDataJSON', 'attestationObject'] as const)
  if (shown?.clientData.type !== 'webauthn.create') throw invalidParameter('Invalid credential.')
  await spendChallenge(world, { user, client }, shown.clientData.challenge)
  const { origin, crossOrigin } = shown.clientData
  if (crossOrigin || !originAllowed(relyingPartyId, origin))
    throw new Refusal(
      'WebAuthnOriginNotAllowedException',
      'The origin of the passkey is not one of the relying party of this user pool.',
    )
  const key = await checkRegistration(shown, {
    challenge: shown.clientData.challenge,
    relyingPartyId,
    requireUserVerification: pool.passkeys.userVerification === 'required',
  })
  await keep(world, user, relyingPartyId, shown, accepted(key))
  return {}
}

/** A challenge is good for one answer, right or wrong, to the client that asked for it. */
async function spendChallenge(
  world: World,
  { user, client }: Pick<Authorized, 'user' | 'client'>,
  challenge: string,
): Promise<void> {
  const { passkeys } = world.stores
  const asking = await passkeys.registeringClient(user, challenge, world.clock.now())
  if (asking !== undefined && asking !== client.clientId)
    throw new Refusal(
      'WebAuthnClientMismatchException',
      'The registration was started with an access token of another client.',
    )
  if (asking === undefined || !(await passkeys.endRegistration(user, challenge)))
    throw new Refusal(
      'WebAuthnChallengeNotFoundException',
      'The challenge of the passkey is not the one that was asked last, or has expired.',
    )
}

function accepted(key: Awaited<ReturnType<typeof checkRegistration>>): NewKey {
  switch (key) {
    case 'other relying party':
      throw new Refusal(
        'WebAuthnRelyingPartyMismatchException',
        'The passkey is of another relying party than this user pool.',
      )
    case 'not supported':
      throw new Refusal('WebAuthnCredentialNotSupportedException', 'The passkey is not supported.')
    default:
      return key
  }
}

async function keep(
  world: World,
  { poolId, userId }: { poolId: string; userId: string },
  relyingPartyId: string,
  { id: credentialId, transports, attachment }: Registration,
  { publicKey, counter, aaguid }: NewKey,
): Promise<void> {
  const passkey = {
    poolId,
    userId,
    credentialId,
    publicKey,
    counter,
    relyingPartyId,
    name: friendlyName(aaguid),
    transports,
    attachment,
    createdAt: world.clock.now(),
  }
  // Of two at once, the second counts the first.
  const added = await world.transactionOf(passkey, async (stores) => {
    if (!(await stores.passkeys.add(passkey))) return false
    await happened(world, stores, passkey, { kind: 'mfa_changed', reason: 'a passkey was registered' })
    return true
  })
  if (added) return
  const { length } = await world.stores.passkeys.ofUser(passkey)
  if (length >= MOST_PASSKEYS)
    throw new Refusal('LimitExceededException', `A user has at most ${MOST_PASSKEYS} passkeys.`)
  throw invalidParameter('This passkey is registered already.')
}
