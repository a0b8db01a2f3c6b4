import type { Database } from '../database/schema.js'
import type { Address } from '../pools/pool.js'

export type WaitingAddressStore = ReturnType<typeof waitingAddressStore>

type Owner = { poolId: string; userId: string }

/** New addresses that take the place of the old ones when they are verified; one of each kind for a user. */
export function waitingAddressStore(db: Database) {
  return {
    async find({ poolId, userId }: Owner, address: Address): Promise<string | undefined> {
      const row = await db
        .selectFrom('waiting_addresses')
        .select('value')
        .where('pool_id', '=', poolId)
        .where('user_id', '=', userId)
        .where('attribute', '=', address)
        .executeTakeFirst()
      return row?.value
    },

    /** In the place of one that waited before. */
    async put({ poolId, userId }: Owner, address: Address, value: string): Promise<void> {
      await db
        .insertInto('waiting_addresses')
        .values({ pool_id: poolId, user_id: userId, attribute: address, value })
        .onConflict((conflict) =>
          conflict.columns(['pool_id', 'user_id', 'attribute']).doUpdateSet({ value }),
        )
        .execute()
    },

    async remove({ poolId, userId }: Owner, address: Address): Promise<void> {
      await db
        .deleteFrom('waiting_addresses')
        .where('pool_id', '=', poolId)
        .where('user_id', '=', userId)
        .where('attribute', '=', address)
        .execute()
    },
  }
}
