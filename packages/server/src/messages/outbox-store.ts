import type { Database } from '../database/schema.js'
import type { Keyring } from '../keys/keyring.js'
import type { Message } from './message.js'

export type OutboxStore = ReturnType<typeof outboxStore>

const context = (poolId: string, messageId: string) => `message ${poolId} ${messageId}`

/** Messages to users, written in the same transaction as their cause; their contents are sealed. */
export function outboxStore(db: Database, keyring: Keyring) {
  return {
    async put(
      owner: { poolId: string; userId: string },
      messageId: string,
      message: Message,
      now: Date,
    ): Promise<void> {
      await db
        .insertInto('messages')
        .values({
          pool_id: owner.poolId,
          user_id: owner.userId,
          message_id: messageId,
          medium: message.medium,
          sealed_content: keyring.seal(context(owner.poolId, messageId), JSON.stringify(message)),
          created_at: now.getTime(),
        })
        .execute()
    },

    async prune(before: Date): Promise<void> {
      await db.deleteFrom('messages').where('created_at', '<', before.getTime()).execute()
    },

    /** The latest messages to one user, newest first. */
    async ofUser(owner: { poolId: string; userId: string }, limit: number): Promise<Message[]> {
      const rows = await db
        .selectFrom('messages')
        .selectAll()
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .orderBy('created_at', 'desc')
        .limit(limit)
        .execute()
      return rows.map((row) => {
        const content = keyring.open(context(row.pool_id, row.message_id), row.sealed_content)
        if (!content) throw new Error('A message does not open with this master key.')
        return JSON.parse(content.toString()) as Message
      })
    },
  }
}
