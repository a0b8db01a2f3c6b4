import { invalidParameter, Refusal } from '../errors.js'
import { happened } from '../events/happened.js'
import type { Stores, World } from '../operation.js'
import { nameKey, type Pool } from '../pools/pool.js'
import { unrecognizable } from '../triggers/trigger.js'
import { type MigratedUser, type MigrationQuestion, UserMigration } from '../triggers/UserMigration.js'
import { isVerified } from './attributes.js'
import { takeAddresses } from './change-attributes.js'
import { isUsername } from './names.js'
import { type Applicant, applicantOf, insertUser } from './new-user.js'
import { makePassword } from './password.js'
import { recoveryAddresses } from './recovery.js'
import { withFactor } from './user.js'
import type { NewUser } from './user-store.js'

/**
 * Asks the pool's UserMigration about a name that nobody has, and writes down the user whom it knows. False when it
 * knows nobody, or says no: most functions do so by an error. It sends no welcome: that would show the password.
 * Throws InvalidLambdaResponseException when no user of this pool can be made of the answer.
 */
export async function migrateUser(
  world: World,
  pool: Pool,
  { name, clientId, ...question }: MigrationQuestion & { name: string; clientId: string },
): Promise<boolean> {
  // InitiateAuth takes any text for a name. A function that trims it would make one user after the other.
  if (!isUsername(name)) return false
  const migrated = await asked(world, { pool, clientId, username: name }, question)
  if (!migrated) return false
  const applicant = describe(world, pool, name, migrated)
  const { password: secret } = question
  if (secret === undefined && !canBeReached(pool, applicant)) return false
  const password =
    secret === undefined ? undefined : await makePassword(world, pool, applicant.username, secret)
  const status = migrated.mustReset || !password ? 'RESET_REQUIRED' : 'CONFIRMED'
  await write(world, pool, name, { ...applicant, status, password }, migrated)
  return true
}

/**
 * Whether a code can bring another password. Whoever forgot it and cannot be reached would be locked out by being made
 * a user, and anybody may say that they forgot it; as a stranger, they can still sign in with it.
 */
const canBeReached = (pool: Pool, { attributes }: Applicant) =>
  recoveryAddresses(pool).some((address) => isVerified(attributes, address))

async function asked(
  world: World,
  occasion: Parameters<typeof UserMigration>[1],
  question: MigrationQuestion,
): Promise<MigratedUser | undefined> {
  try {
    return (await UserMigration(world, occasion, question))?.user
  } catch (error) {
    if (error instanceof Refusal && error.code === 'UserLambdaValidationException') return undefined
    throw error
  }
}

function describe(world: World, pool: Pool, name: string, { username, attributes }: MigratedUser): Applicant {
  try {
    if (username !== undefined && !isUsername(username)) throw invalidParameter('The username cannot be one.')
    return applicantOf(world, pool, username ?? name, attributes, { byOperator: true })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    world.log.warn({ trigger: 'UserMigration', poolId: pool.poolId, why: error.message }, 'a trigger failed')
    throw unrecognizable()
  }
}

async function write(
  world: World,
  pool: Pool,
  name: string,
  user: NewUser,
  { takesAliases, smsMfa }: MigratedUser,
): Promise<void> {
  const now = world.clock.now()
  try {
    await world.transaction(async (stores) => {
      if (takesAliases) await takeAddresses(stores, pool, user.userId, user.attributes, now)
      await insertUser(stores, pool, user, now, 'User already exists')
      if (smsMfa) await preferSms(stores, user, now)
      await happened(world, stores, user, { kind: 'signed_up', reason: 'from another directory' })
    })
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'UsernameExistsException') throw error
    // Somebody migrated the same user at the same moment; or the answer names somebody else.
    if (!(await world.stores.users.findByName(pool.poolId, nameKey(pool, name)))) throw unrecognizable()
  }
}

async function preferSms({ users }: Stores, owner: NewUser, now: Date): Promise<void> {
  const user = await users.find(owner)
  if (!user?.attributes.phone_number) return
  await users.setSecondFactors(
    user,
    withFactor(user.mfa, 'sms code', { enabled: true, preferred: true }),
    now,
  )
}
