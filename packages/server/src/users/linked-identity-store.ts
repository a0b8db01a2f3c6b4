import type { Database } from '../database/schema.js'

export type LinkedIdentityStore = ReturnType<typeof linkedIdentityStore>

type Key = { poolId: string; providerName: string; subject: string }

/** Whose the identities of other providers are. What is told of them is in the user's attribute `identities`. */
export function linkedIdentityStore(db: Database) {
  return {
    /** False when the identity is somebody's already. */
    async insert({ poolId, providerName, subject }: Key, userId: string): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('linked_identities')
        .values({ pool_id: poolId, provider_name: providerName, subject, user_id: userId })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return (numInsertedOrUpdatedRows ?? 0n) > 0n
    },

    async ownerOf({ poolId, providerName, subject }: Key): Promise<string | undefined> {
      const row = await db
        .selectFrom('linked_identities')
        .select('user_id')
        .where('pool_id', '=', poolId)
        .where('provider_name', '=', providerName)
        .where('subject', '=', subject)
        .executeTakeFirst()
      return row?.user_id
    },

    async remove({ poolId, providerName, subject }: Key): Promise<void> {
      await db
        .deleteFrom('linked_identities')
        .where('pool_id', '=', poolId)
        .where('provider_name', '=', providerName)
        .where('subject', '=', subject)
        .execute()
    },
  }
}
