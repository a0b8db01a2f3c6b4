import type { World } from '../operation.js'
import { relyingPartyOfPool } from '../passkeys/relying-party.js'
import type { FirstFactor, Pool } from '../pools/pool.js'
import { isVerified } from '../users/attributes.js'
import type { User } from '../users/user.js'
import type { Account } from './account.js'
import { usableOf } from './first-factors.js'
import { wantedOf } from './second-factor.js'

/** The first factors that a user can show in this pool. */
export async function usableFactors(world: World, pool: Pool, user: User): Promise<FirstFactor[]> {
  const { attributes, password } = user
  return usableOf(pool.firstFactors, {
    password: password !== undefined,
    verifiedEmail: isVerified(attributes, 'email'),
    verifiedPhone: isVerified(attributes, 'phone_number'),
    passkey: pool.firstFactors.includes('passkey') && (await passkeysHere(world, pool, user)).length > 0,
    secondFactor: (await wantedOf(world.stores, pool, user)).wanted.secondFactor,
  })
}

/** Passkeys of the domain that the pool has now; those of an earlier one mean nothing to browsers. */
export async function passkeysHere(world: World, pool: Pool, user: User) {
  const here = relyingPartyOfPool(world, pool)
  const passkeys = await world.stores.passkeys.ofUser(user)
  return passkeys.filter(({ relyingPartyId }) => relyingPartyId === here)
}

/**
 * What nobody's account can show: always the same, and the password among it, so that a name cannot be told from a
 * user's. Source: Amazon Cognito developer guide, "Managing error responses", USER_AUTH.
 */
export function simulatedFactors(world: World, pool: Pool, { userId }: Account): FirstFactor[] {
  const draws = world.keyring.stretch('simulated first factors', `${pool.poolId} ${userId}`, 8)
  const possible = factorsOfSomebody(world, pool)
  const shown = possible.filter((factor, at) => factor === 'password' || (draws[at] ?? 0) % 2 === 0)
  return shown.length > 0 ? shown : possible.slice(0, 1)
}

/** Those that anybody could show here, if they had everything. */
const factorsOfSomebody = (world: World, pool: Pool): FirstFactor[] =>
  usableOf(pool.firstFactors, {
    password: true,
    verifiedEmail: true,
    verifiedPhone: true,
    passkey: relyingPartyOfPool(world, pool) !== undefined,
    secondFactor: pool.mfa === 'required' ? 'wanted' : 'not wanted',
  })
