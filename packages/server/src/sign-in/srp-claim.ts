import { claimSignature, type Identity, parsePublicValue } from '@latchkey/srp'
import { openSslEngine, sameBytes } from '@latchkey/srp/node'
import { invalidParameter, invalidSession } from '../errors.js'
import type { World } from '../operation.js'
import { required, type Step } from './step.js'
import { readSecretBlock, readSession, type SrpState, type Ticket, writeSecretBlock } from './ticket.js'

/** The two messages of an SRP proof, the same for users and for devices. */

/** What answers PASSWORD_VERIFIER and DEVICE_PASSWORD_VERIFIER. */
export type SrpClaim = {
  ticket: Ticket
  srp: SrpState
  secretBlock: Uint8Array
  timestamp: string
  signature: string
}

/** A client's SRP_A. Throws InvalidParameterException for what no client could send (RFC 5054, 2.5.4). */
export const shownPublicValue = (step: Step): Uint8Array => publicValueOf(required(step, 'SRP_A'))

/** The same, of an SRP_A that was kept. */
export function publicValueOf(text: string): Uint8Array {
  const A = parsePublicValue(text)
  if (!A) throw invalidParameter('Invalid SRP_A.')
  return A
}

/** SRP_B, SALT and SECRET_BLOCK for a verifier. */
export async function srpChallenge(
  world: World,
  ticket: Ticket,
  A: Uint8Array,
  secret: { salt: string; verifier: Uint8Array },
): Promise<{ SRP_B: string; SALT: string; SECRET_BLOCK: string }> {
  const { b, B } = await world.srp.challenge(secret.verifier)
  return {
    SRP_B: Buffer.from(B).toString('hex').replace(/^0+/, ''),
    SALT: secret.salt,
    SECRET_BLOCK: writeSecretBlock(world.keyring, ticket, { A, b, B }),
  }
}

// 'Wed Sep 30 23:59:59 UTC 2026' has 28 characters; more than twice that is no timestamp of anybody's.
const LONGEST_TIMESTAMP = 64

/**
 * Reads a claim. The sign-in is told by the secret block; a Session beside it, which some clients leave out, must be
 * of the same step of the same sign-in. Throws NotAuthorizedException or InvalidParameterException.
 */
export function shownClaim(world: World, step: Step): SrpClaim {
  const block = required(step, 'PASSWORD_CLAIM_SECRET_BLOCK')
  const signature = required(step, 'PASSWORD_CLAIM_SIGNATURE')
  const timestamp = required(step, 'TIMESTAMP')
  if (timestamp.length > LONGEST_TIMESTAMP) throw invalidParameter('Invalid TIMESTAMP.')
  const now = world.clock.now()
  const opened = readSecretBlock(world.keyring, block, now)
  if (!opened) throw invalidSession()
  if (step.session !== undefined) {
    const beside = readSession(world.keyring, step.session, now)
    if (beside?.signInId !== opened.ticket.signInId || beside.asks !== opened.ticket.asks)
      throw invalidSession()
  }
  return { ...opened, secretBlock: Buffer.from(block, 'base64'), signature, timestamp }
}

/** Whether a claim was made by somebody who knows the secret behind the verifier. */
export async function claimIsRight(
  world: World,
  claim: SrpClaim,
  identity: Identity,
  verifier: Uint8Array,
): Promise<boolean> {
  const key = await world.srp.sessionKey({ ...claim.srp, verifier })
  if (!key) return false
  const expected = await claimSignature(openSslEngine, key, identity, claim.secretBlock, claim.timestamp)
  return sameBytes(Buffer.from(claim.signature), Buffer.from(expected))
}
