import { prepared } from '../database/prepared.js'
import type { Database } from '../database/schema.js'
import type { UserStatus } from '../users/user.js'

type Owner = { poolId: string; userId: string }

export type OperatorStore = ReturnType<typeof operatorStore>

/** An operator and one of their sessions, with the groups as they are now. */
export type SignedInOperator = {
  username: string
  enabled: boolean
  status: UserStatus
  expiresAt: Date
  /** True once it was signed out, or its device was forgotten. */
  isOver: boolean
  groupNames: string[]
}

/** One read for each call of the console. */
const selectSignedIn = prepared<{ poolId: string; userId: string; sessionId: string }>()((db, slot) =>
  db
    .selectFrom('sessions')
    .innerJoin('users', (join) =>
      join.onRef('users.pool_id', '=', 'sessions.pool_id').onRef('users.user_id', '=', 'sessions.user_id'),
    )
    .leftJoin('group_members', (join) =>
      join
        .onRef('group_members.pool_id', '=', 'sessions.pool_id')
        .onRef('group_members.user_id', '=', 'sessions.user_id'),
    )
    .select([
      'users.username',
      'users.enabled',
      'users.status',
      'sessions.expires_at',
      'sessions.revoked_at',
      'sessions.refresh_ended_at',
      'group_members.group_name',
    ])
    .where('sessions.pool_id', '=', slot('poolId'))
    .where('sessions.user_id', '=', slot('userId'))
    .where('sessions.session_id', '=', slot('sessionId')),
)

export function operatorStore(db: Database) {
  return {
    async signedIn({ poolId, userId }: Owner, sessionId: string): Promise<SignedInOperator | undefined> {
      const { rows } = await selectSignedIn(db, { poolId, userId, sessionId })
      const [row] = rows
      if (!row) return undefined
      return {
        username: row.username,
        enabled: row.enabled === 1,
        status: row.status as UserStatus,
        expiresAt: new Date(row.expires_at),
        isOver: row.revoked_at !== null || row.refresh_ended_at !== null,
        groupNames: rows.flatMap(({ group_name }) => group_name ?? []),
      }
    },

    async addLink({ poolId, userId }: Owner, linkHash: string, expiresAt: Date): Promise<void> {
      await db
        .insertInto('operator_links')
        .values({
          pool_id: poolId,
          user_id: userId,
          link_hash: linkHash,
          expires_at: expiresAt.getTime(),
        })
        .execute()
    },

    /** True for one of those who follow a link, before it expires. */
    async useLink({ poolId, userId }: Owner, linkHash: string, now: Date): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('operator_links')
        .where('pool_id', '=', poolId)
        .where('user_id', '=', userId)
        .where('link_hash', '=', linkHash)
        .where('expires_at', '>', now.getTime())
        .executeTakeFirst()
      return numDeletedRows > 0n
    },

    /** Those that were not followed yet lead nowhere. */
    async dropLinks({ poolId, userId }: Owner): Promise<void> {
      await db
        .deleteFrom('operator_links')
        .where('pool_id', '=', poolId)
        .where('user_id', '=', userId)
        .execute()
    },

    async pruneLinks(now: Date): Promise<void> {
      await db.deleteFrom('operator_links').where('expires_at', '<=', now.getTime()).execute()
    },
  }
}
