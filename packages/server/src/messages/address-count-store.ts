import { sql } from 'kysely'
import type { Database } from '../database/schema.js'
import type { Keyring } from '../keys/keyring.js'
import { MOST_SKEW_MILLISECONDS } from '../keys/skew.js'

export type AddressCountStore = ReturnType<typeof addressCountStore>

const MOST_CODES = 20
const WINDOW_MILLISECONDS = 3600 * 1000

/**
 * Codes that went to an address, whichever users of the pool asked for them. Whoever makes many accounts with somebody
 * else's address must neither flood it nor guess at many codes for it. Only a keyed hash of the address is kept.
 */
export function addressCountStore(db: Database, keyring: Keyring) {
  return {
    /** Counts a code that is about to be sent. False: twenty were sent there within an hour. */
    async countSent(poolId: string, to: string, now: Date): Promise<boolean> {
      const over = now.getTime() - WINDOW_MILLISECONDS
      const ahead = now.getTime() + MOST_SKEW_MILLISECONDS
      const begins = sql<boolean>`(address_counts.first_sent_at <= ${over} or address_counts.first_sent_at > ${ahead})`
      const address_hash = keyring.hash(`address ${poolId}`, to.toLowerCase())
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('address_counts')
        .values({ pool_id: poolId, address_hash, sent: 1, first_sent_at: now.getTime() })
        .onConflict((conflict) =>
          conflict
            .columns(['pool_id', 'address_hash'])
            .doUpdateSet({
              sent: sql`case when ${begins} then 1 else address_counts.sent + 1 end`,
              first_sent_at: sql`case when ${begins} then ${now.getTime()} else address_counts.first_sent_at end`,
            })
            .where(sql<boolean>`(${begins} or address_counts.sent < ${MOST_CODES})`),
        )
        .executeTakeFirst()
      return (numInsertedOrUpdatedRows ?? 0n) > 0n
    },

    /** Removes what no longer counts. */
    async prune(now: Date): Promise<void> {
      await db
        .deleteFrom('address_counts')
        .where('first_sent_at', '<=', now.getTime() - WINDOW_MILLISECONDS)
        .execute()
    },
  }
}
