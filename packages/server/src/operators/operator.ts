/** What an operator is, and what operators may. Pure. */

import { OPERATORS_POOL } from '../pools/pool.js'

/** The app client of the console's own sign-in. */
export const CONSOLE_CLIENT = 'console'

/** From the least to the most: each may what those before it may. */
export const roles = ['viewer', 'support', 'admin'] as const
export type Role = (typeof roles)[number]

/** What somebody may: in every pool, and beside that in some. */
export type Grants = {
  readonly everywhere: Role | undefined
  readonly pools: ReadonlyMap<string, Role>
}

/** Of whoever signs with an access key. */
export const EVERYTHING: Grants = { everywhere: 'admin', pools: new Map() }

/** The group whose members have a role in one pool, or in all of them. */
export const groupOf = (role: Role, poolId?: string) => (poolId === undefined ? role : `${role}:${poolId}`)

const GROUP = /^(viewer|support|admin)(?::(.+))?$/

/** What groups give. Those with other names give nothing; of several roles, the strongest counts. */
export function grantsOf(groupNames: readonly string[]): Grants {
  let everywhere: Role | undefined
  const pools = new Map<string, Role>()
  for (const name of groupNames) {
    const [, role, poolId] = GROUP.exec(name) ?? []
    if (role === undefined) continue
    if (poolId === undefined) everywhere = stronger(everywhere, role as Role)
    else pools.set(poolId, stronger(pools.get(poolId), role as Role))
  }
  return { everywhere, pools }
}

const rank = (role: Role | undefined) => (role === undefined ? -1 : roles.indexOf(role))

const stronger = (one: Role | undefined, other: Role): Role =>
  one === undefined || rank(other) > rank(one) ? other : one

/**
 * The role in a pool; without one, the role for what is about no pool or about all of them. The operators' own pool is
 * only for those who may everything: whoever changes it makes operators.
 */
export function roleIn({ everywhere, pools }: Grants, poolId: string | undefined): Role | undefined {
  if (poolId === undefined) return everywhere
  if (poolId === OPERATORS_POOL) return everywhere === 'admin' ? 'admin' : undefined
  const here = pools.get(poolId)
  return here === undefined ? everywhere : stronger(everywhere, here)
}

/** Whether a role is enough for what takes another one. */
export const reaches = (role: Role | undefined, needed: Role) => rank(role) >= rank(needed)

/** Whether there is no pool in which somebody may anything. */
export const isOfNoPool = ({ everywhere, pools }: Grants) => everywhere === undefined && pools.size === 0
