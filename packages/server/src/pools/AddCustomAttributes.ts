import type { SchemaAttributeType } from '@latchkey/wire'
import { Refusal } from '../errors.js'
import { acting } from '../events/acting.js'
import type { Operation, World } from '../operation.js'
import { refuseDuringImport } from './refuse-during-import.js'
import { requirePool } from './require-pool.js'
import { withCustomAttributes } from './schema-shape.js'

const TRIES = 3

/** ConcurrentModificationException is not declared here: a pool that changes meanwhile is read again. */
export const AddCustomAttributes: Operation<'AddCustomAttributes'> = async (world, request) => {
  for (let tries = 0; tries < TRIES; tries++) {
    if (await added(world, request.UserPoolId, request.CustomAttributes)) return {}
  }
  throw new Refusal('TooManyRequestsException', 'The user pool is being changed. Try again.')
}

async function added(world: World, poolId: string, given: SchemaAttributeType[]): Promise<boolean> {
  const pool = await requirePool(world, poolId)
  await refuseDuringImport(world.stores, pool.poolId)
  const schema = withCustomAttributes(pool.schema, given)
  const now = world.clock.now()
  return acting(world, poolId, ({ pools }) => pools.change(pool, { schema }, now))
}
