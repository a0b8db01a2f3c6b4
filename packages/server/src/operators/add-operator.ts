import { createClient } from '../clients/create-client.js'
import { invalidParameter, Refusal } from '../errors.js'
import { happened } from '../events/happened.js'
import type { Stores, World } from '../operation.js'
import { createPool } from '../pools/create-pool.js'
import { nameKey, OPERATORS_POOL, type Pool } from '../pools/pool.js'
import { applicantOf, insertUser } from '../users/new-user.js'
import { makePassword } from '../users/password.js'
import { temporaryPassword } from '../users/temporary-password.js'
import { CONSOLE_CLIENT, groupOf, type Role } from './operator.js'

/** Operators are made by whoever has the server's data and its master key, and not by an operation. */

export type Ground = Pick<
  World,
  'caller' | 'clock' | 'random' | 'keyring' | 'srp' | 'stores' | 'transaction' | 'triggers'
>

/** The pool of the operators; the first one who needs it makes it. */
export async function operatorsPool(world: Ground): Promise<Pool> {
  const existing = await world.stores.pools.find(OPERATORS_POOL)
  const pool = existing ?? (await madeOrFound(world))
  if (!(await world.stores.clients.find(OPERATORS_POOL, CONSOLE_CLIENT))) await addConsoleClient(world, pool)
  return pool
}

/** Nodes that start together make it once. */
async function madeOrFound(world: Ground): Promise<Pool> {
  try {
    return await createPool(world, OPERATORS_POOL, {
      PoolName: 'operators',
      MfaConfiguration: 'OPTIONAL',
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
      Policies: { PasswordPolicy: { MinimumLength: 12, TemporaryPasswordValidityDays: 7 } },
    })
  } catch (error) {
    const found = await world.stores.pools.find(OPERATORS_POOL)
    if (error instanceof Refusal && found) return found
    throw error
  }
}

async function addConsoleClient(world: Ground, pool: Pool): Promise<void> {
  try {
    await createClient(world, pool, CONSOLE_CLIENT, undefined, {
      ClientName: 'console',
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
    })
  } catch (error) {
    if (!(await world.stores.clients.find(pool.poolId, CONSOLE_CLIENT))) throw error
  }
}

/** Source: UsernameType. */
const NAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u

export type NewOperator = {
  name: string
  role: Role
  /** The pools in which they have it; none: all of them. */
  poolIds: readonly string[]
}

/**
 * Makes an operator, who chooses a password at the first sign-in with the temporary one that is returned.
 * Throws InvalidParameterException and UsernameExistsException.
 */
export async function addOperator(world: Ground, { name, role, poolIds }: NewOperator): Promise<string> {
  if (!NAME.test(name)) throw invalidParameter('A name has 1 to 128 characters, and no spaces.')
  const pool = await operatorsPool(world)
  for (const poolId of poolIds)
    if (!(await world.stores.pools.find(poolId))) throw invalidParameter(`There is no pool ${poolId}.`)
  const secret = temporaryPassword(pool.passwordPolicy, (limit) => world.random.below(limit))
  await enrol(world, pool, { name, groupNames: groupNamesOf(role, poolIds) }, secret)
  return secret
}

const groupNamesOf = (role: Role, poolIds: readonly string[]) =>
  poolIds.length === 0 ? [groupOf(role)] : poolIds.map((poolId) => groupOf(role, poolId))

async function enrol(
  world: Ground,
  pool: Pool,
  { name, groupNames }: { name: string; groupNames: readonly string[] },
  secret: string | undefined,
): Promise<string> {
  const applicant = applicantOf(world, pool, name, {}, { byOperator: true })
  const password = secret && (await makePassword(world, pool, applicant.username, secret, 'temporary'))
  const status = password ? 'FORCE_CHANGE_PASSWORD' : 'CONFIRMED'
  const now = world.clock.now()
  await world.transaction(async (stores) => {
    const user = { ...applicant, status, password: password || undefined } as const
    await insertUser(stores, pool, user, now, `There is an operator ${name} already.`)
    await joinGroups(stores, applicant, groupNames, now)
    await happened(world, stores, applicant, { kind: 'account_changed', reason: 'made an operator' })
  })
  return applicant.userId
}

async function joinGroups(
  { groups }: Pick<Stores, 'groups'>,
  owner: { poolId: string; userId: string },
  groupNames: readonly string[],
  now: Date,
): Promise<void> {
  const settings = { description: undefined, roleArn: undefined, precedence: undefined }
  for (const groupName of groupNames) {
    await groups.insert({ poolId: owner.poolId, groupName }, settings, now)
    await groups.addMember(owner, groupName, now)
  }
}

/** Who comes in by the link that a development server prints. */
const DEVELOPER = 'developer'

/** The developer whose server it is, who may everything and has no password. */
export async function developerId(world: Ground): Promise<string> {
  const pool = await operatorsPool(world)
  const find = () => world.stores.users.findByName(pool.poolId, nameKey(pool, DEVELOPER))
  const who = { name: DEVELOPER, groupNames: [groupOf('admin')] }
  try {
    return (await find())?.userId ?? (await enrol(world, pool, who, undefined))
  } catch (error) {
    const found = await find()
    if (error instanceof Refusal && found) return found.userId
    throw error
  }
}
