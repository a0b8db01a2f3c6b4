import { invalidParameter, notFound, Refusal } from '../errors.js'
import { type Acting, acting } from '../events/acting.js'
import type { World } from '../operation.js'
import { type Pool, poolArn, poolIdInArn, tagsFault } from './pool.js'

/** Tags of a pool, which is all that can be tagged, by its ARN. */

/** Throws ResourceNotFoundException for what is no ARN of a pool that is here. */
export async function requireTagged(world: Pick<World, 'stores'>, arn: string): Promise<Pool> {
  const pool = await world.stores.pools.find(poolIdInArn(arn))
  if (!pool || poolArn(pool.poolId) !== arn) throw notFound(`Resource ${arn} does not exist.`)
  return pool
}

const TRIES = 5

/**
 * Others may change the pool at the same moment; `change` is asked again then. ConcurrentModificationException is not
 * declared for tags. Throws ResourceNotFoundException, InvalidParameterException and TooManyRequestsException.
 */
export async function changeTags(
  world: Acting & Pick<World, 'stores'>,
  arn: string,
  change: (tags: Pool['tags']) => Pool['tags'],
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const pool = await requireTagged(world, arn)
    const tags = change(pool.tags)
    const fault = tagsFault(tags)
    if (fault) throw invalidParameter(fault)
    const now = world.clock.now()
    if (await acting(world, pool.poolId, ({ pools }) => pools.change(pool, { tags }, now))) return
  }
  throw new Refusal('TooManyRequestsException', 'Too many requests')
}
