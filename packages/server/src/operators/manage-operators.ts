import { notFound } from '../errors.js'
import type { World } from '../operation.js'
import { nameKey, OPERATORS_POOL } from '../pools/pool.js'
import { deleteUser } from '../users/delete-user.js'
import type { User } from '../users/user.js'
import type { Ground } from './add-operator.js'
import { makeLink } from './link.js'
import { type Grants, grantsOf, type Role } from './operator.js'

/** Operators as the command line knows them. */

export type ListedOperator = {
  name: string
  enabled: boolean
  /** In all pools; undefined: in none but those of `pools`. */
  role: Role | undefined
  pools: { poolId: string; role: Role }[]
  /** Whether a second factor is asked for. */
  mfa: boolean
  createdAt: Date
}

type Reading = Pick<World, 'stores'>

const AT_ONCE = 100

/** All of them, in the order of their names. */
export async function listOperators(world: Reading): Promise<ListedOperator[]> {
  const listed: ListedOperator[] = []
  let after = ''
  for (;;) {
    const page = await world.stores.users.page(OPERATORS_POOL, undefined, after, AT_ONCE)
    for (const user of page) listed.push(listedOf(user, await grantsOfUser(world, user)))
    const last = page.at(-1)
    if (!last || page.length < AT_ONCE) break
    after = last.userId
  }
  return listed.sort((one, other) => (one.name < other.name ? -1 : 1))
}

async function grantsOfUser({ stores }: Reading, user: User): Promise<Grants> {
  const groups = await stores.groups.ofUser(user)
  return grantsOf(groups.map(({ groupName }) => groupName))
}

const listedOf = (user: User, { everywhere, pools }: Grants): ListedOperator => ({
  name: user.username,
  enabled: user.enabled,
  role: everywhere,
  pools: [...pools].map(([poolId, role]) => ({ poolId, role })),
  mfa: user.mfa.enabled.length > 0,
  createdAt: user.createdAt,
})

/** Ends what they have open, too. Throws ResourceNotFoundException. */
export async function removeOperator(world: Ground, name: string): Promise<void> {
  const removed = await deleteUser(world, await requireOperator(world, name))
  if (!removed) throw noSuchOperator(name)
}

/** A one-time link for an operator. Throws ResourceNotFoundException. */
export const linkFor = async (world: Ground, name: string): Promise<string> =>
  makeLink(world, (await requireOperator(world, name)).userId)

async function requireOperator({ stores }: Reading, name: string): Promise<User> {
  const pool = await stores.pools.find(OPERATORS_POOL)
  const user = pool && (await stores.users.findByName(OPERATORS_POOL, nameKey(pool, name)))
  if (!user) throw noSuchOperator(name)
  return user
}

const noSuchOperator = (name: string) => notFound(`There is no operator ${name}.`)
