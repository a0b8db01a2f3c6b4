import type { SignInFlow } from '../clients/client.js'
import { checkSecretHash } from '../clients/require-client.js'
import { incorrectUsernameOrPassword } from '../errors.js'
import type { World } from '../operation.js'
import { nameKey } from '../pools/pool.js'
import { PreAuthentication } from '../triggers/PreAuthentication.js'
import { hasTrigger } from '../triggers/trigger.js'
import { guess } from '../users/guess.js'
import { migrateUser } from '../users/migrate-user.js'
import { userDoesNotExist } from '../users/require-user.js'
import { accountNamed, accountOf } from './account.js'
import { required, type Step } from './step.js'

/** The triggers that have their say before a sign-in begins. Without them it costs nothing. */
export async function beforeSignIn(world: World, step: Step, flow: SignInFlow): Promise<void> {
  if (takesPassword(step, flow)) await migrateStranger(world, step)
  const { pool, client, metadata } = step
  if (!hasTrigger(pool, 'PreAuthentication')) return
  const { user, username } = await accountNamed(world, step)
  const occasion = { pool, clientId: client.clientId, username: user ? username : required(step, 'USERNAME') }
  await PreAuthentication(world, occasion, { user, validationData: metadata })
}

/**
 * Whether the sign-in looks at a password at once. Where it does not, one that comes along is nobody's guess: to judge
 * it for strangers alone would tell who is one.
 */
function takesPassword({ pool, shown, session }: Step, flow: SignInFlow): boolean {
  if (flow !== 'choice') return flow === 'password' || flow === 'admin-password'
  const chosen = session === undefined && shown.PREFERRED_CHALLENGE === 'PASSWORD'
  return chosen && pool.firstFactors.includes('password')
}

/**
 * Whoever begins with a password, and is nobody here, may be somebody in another directory. It is a guess at a
 * password like others: wrong ones are counted for the name, looked at one at a time, and lock it.
 */
async function migrateStranger(world: World, step: Step): Promise<void> {
  const { pool, client, shown, metadata } = step
  if (!hasTrigger(pool, 'UserMigration') || !shown.PASSWORD) return
  const name = required(step, 'USERNAME')
  const find = () => world.stores.users.findByName(pool.poolId, nameKey(pool, name))
  if (await find()) return
  checkSecretHash(client, [name], shown.SECRET_HASH)
  // In lower case: the other directory may not care how a name is written, and each way would be guesses of its own.
  const { userId } = accountOf(world, pool, undefined, name.toLowerCase())
  const question = {
    source: 'UserMigration_Authentication',
    name,
    clientId: client.clientId,
    password: shown.PASSWORD,
    metadata,
  } as const
  // Of many at once, the first one makes the user, whose password the others are compared with.
  const isRight = async () => ((await find()) ? true : migrateUser(world, pool, question))
  const { right } = await guess(world, { poolId: pool.poolId, userId }, isRight, { kind: 'wrong_password' })
  if (!right) throw client.hidesMissingUsers ? incorrectUsernameOrPassword() : userDoesNotExist()
}
