import { Refusal } from '../errors.js'
import type { Operation } from '../operation.js'
import { authorize } from '../users/authorize.js'
import { creationOptions } from './creation-options.js'
import { MOST_PASSKEYS, REGISTRATION_MILLISECONDS } from './passkey.js'
import { requireRelyingParty } from './relying-party.js'

/** One registration is open at a time: the challenge of an earlier one is void. */
export const StartWebAuthnRegistration: Operation<'StartWebAuthnRegistration'> = async (world, request) => {
  const { pool, user, client } = await authorize(world, request.AccessToken)
  const relyingPartyId = requireRelyingParty(world, pool)
  const passkeys = await world.stores.passkeys.ofUser(user)
  if (passkeys.length >= MOST_PASSKEYS)
    throw new Refusal('LimitExceededException', `A user has at most ${MOST_PASSKEYS} passkeys.`)
  const challenge = world.random.bytes(32).toString('base64url')
  const expiresAt = new Date(world.clock.now().getTime() + REGISTRATION_MILLISECONDS)
  await world.stores.passkeys.beginRegistration(user, { challenge, clientId: client.clientId, expiresAt })
  const asked = { relyingPartyId, challenge, except: passkeys }
  return { CredentialCreationOptions: creationOptions(pool, user, asked) }
}
