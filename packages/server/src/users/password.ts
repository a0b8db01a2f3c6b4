import { bytesToHex, userIdentity } from '@latchkey/srp'
import { sameBytes } from '@latchkey/srp/node'
import { Refusal } from '../errors.js'
import type { World } from '../operation.js'
import { type Pool, passwordFault } from '../pools/pool.js'
import type { Password } from './user.js'

const DAY_MILLISECONDS = 86_400_000

/** Throws InvalidPasswordException when a password does not meet the pool's policy. */
export function checkPasswordPolicy(pool: Pool, password: string): void {
  const fault = passwordFault(pool.passwordPolicy, password)
  if (fault) throw new Refusal('InvalidPasswordException', `Password did not conform with policy: ${fault}`)
}

/**
 * What is kept of a password: its SRP verifier under a fresh salt of 16 bytes. The password itself is not kept.
 * @param lifetime 'temporary' when the user must choose another one within the days that the pool's policy gives.
 */
export async function makePassword(
  world: Pick<World, 'random' | 'srp' | 'clock'>,
  pool: Pool,
  username: string,
  password: string,
  lifetime: 'permanent' | 'temporary' = 'permanent',
): Promise<Password> {
  const salt = world.random.bytes(16)
  const verifier = await world.srp.verifier(userIdentity(pool.poolId, username), password, salt)
  const days = pool.passwordPolicy.temporaryPasswordDays
  const expiresAt =
    lifetime === 'temporary' ? new Date(world.clock.now().getTime() + days * DAY_MILLISECONDS) : undefined
  return { salt: bytesToHex(salt), verifier, expiresAt }
}

/** Whether a password is the user's. It costs the same whether the user has one or not. */
export async function isPassword(
  world: World,
  pool: Pick<Pool, 'poolId'>,
  user: { username: string; password: Pick<Password, 'salt' | 'verifier'> | undefined },
  password: string,
): Promise<boolean> {
  const salt = user.password?.salt ?? '00'.repeat(16)
  const shown = await world.srp.verifier(
    userIdentity(pool.poolId, user.username),
    password,
    Buffer.from(salt, 'hex'),
  )
  return user.password !== undefined && sameBytes(shown, user.password.verifier)
}
