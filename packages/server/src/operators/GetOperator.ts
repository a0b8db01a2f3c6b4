import type { Operation, World } from '../operation.js'
import type { Grants } from './operator.js'

export const GetOperator: Operation<'GetOperator'> = async ({ stores, caller }) => ({
  Name: caller.operator ?? '',
  Role: caller.grants?.everywhere,
  Pools: await poolsOf(stores, caller.grants?.pools),
})

/** Those that are there: a role in a pool may outlive it. */
async function poolsOf({ pools }: Pick<World['stores'], 'pools'>, granted: Grants['pools'] = new Map()) {
  const found = await Promise.all(
    [...granted].map(async ([poolId, role]) => ({ role, pool: await pools.find(poolId) })),
  )
  return found.flatMap(({ role, pool }) =>
    pool ? [{ UserPoolId: pool.poolId, Name: pool.name, Role: role }] : [],
  )
}
