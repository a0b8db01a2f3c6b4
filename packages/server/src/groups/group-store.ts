import { prepared } from '../database/prepared.js'
import type { Database, Tables } from '../database/schema.js'
import { type Group, type GroupSettings, MOST_GROUPS_OF_A_POOL, MOST_GROUPS_OF_A_USER } from './group.js'

export type GroupStore = ReturnType<typeof groupStore>

type Key = { poolId: string; groupName: string }
type Owner = { poolId: string; userId: string }
type Row = Tables['groups']

const groupOf = (row: Row): Group => ({
  poolId: row.pool_id,
  groupName: row.group_name,
  description: row.description ?? undefined,
  roleArn: row.role_arn ?? undefined,
  precedence: row.precedence ?? undefined,
  createdAt: new Date(row.created_at),
  modifiedAt: new Date(row.modified_at),
})

const selectOfUser = prepared<Owner>()((db, slot) =>
  db
    .selectFrom('group_members')
    .innerJoin('groups', (join) =>
      join
        .onRef('groups.pool_id', '=', 'group_members.pool_id')
        .onRef('groups.group_name', '=', 'group_members.group_name'),
    )
    .selectAll('groups')
    .where('group_members.pool_id', '=', slot('poolId'))
    .where('group_members.user_id', '=', slot('userId')),
)

export function groupStore(db: Database) {
  return {
    /** False when the name is taken, the pool is gone, or the pool has as many groups as it may have. */
    async insert({ poolId, groupName }: Key, settings: GroupSettings, now: Date): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('groups')
        .columns([
          'pool_id',
          'group_name',
          'description',
          'role_arn',
          'precedence',
          'created_at',
          'modified_at',
        ])
        .expression((q) =>
          q
            .selectFrom('pools')
            .select([
              'pools.pool_id',
              q.val(groupName).as('group_name'),
              q.val(settings.description ?? null).as('description'),
              q.val(settings.roleArn ?? null).as('role_arn'),
              q.val(settings.precedence ?? null).as('precedence'),
              q.val(now.getTime()).as('created_at'),
              q.val(now.getTime()).as('modified_at'),
            ])
            .where('pools.pool_id', '=', poolId)
            .where(
              (held) =>
                held
                  .selectFrom('groups')
                  .select((count) => count.fn.countAll<number>().as('groups'))
                  .where('groups.pool_id', '=', poolId),
              '<',
              MOST_GROUPS_OF_A_POOL,
            ),
        )
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return (numInsertedOrUpdatedRows ?? 0n) > 0n
    },

    async find({ poolId, groupName }: Key): Promise<Group | undefined> {
      const row = await db
        .selectFrom('groups')
        .selectAll()
        .where('pool_id', '=', poolId)
        .where('group_name', '=', groupName)
        .executeTakeFirst()
      return row && groupOf(row)
    },

    /** Groups of a pool in the order of their names, those after `after`. */
    async page(poolId: string, after: string, limit: number): Promise<Group[]> {
      const rows = await db
        .selectFrom('groups')
        .selectAll()
        .where('pool_id', '=', poolId)
        .where('group_name', '>', after)
        .orderBy('group_name')
        .limit(limit)
        .execute()
      return rows.map(groupOf)
    },

    /** What is undefined stays. False when there is no such group. */
    async change({ poolId, groupName }: Key, settings: GroupSettings, now: Date): Promise<boolean> {
      const { description, roleArn, precedence } = settings
      const { numUpdatedRows } = await db
        .updateTable('groups')
        .set({
          modified_at: now.getTime(),
          ...(description !== undefined && { description }),
          ...(roleArn !== undefined && { role_arn: roleArn }),
          ...(precedence !== undefined && { precedence }),
        })
        .where('pool_id', '=', poolId)
        .where('group_name', '=', groupName)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Its members stay users, and are members of it no longer: the tables cascade. False when it is not there. */
    async remove({ poolId, groupName }: Key): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('groups')
        .where('pool_id', '=', poolId)
        .where('group_name', '=', groupName)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },

    /**
     * False when the user is a member already, the user or the group is gone, or the user is in as many groups as
     * one may be in.
     */
    async addMember({ poolId, userId }: Owner, groupName: string, now: Date): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('group_members')
        .columns(['pool_id', 'user_id', 'group_name', 'added_at'])
        .expression((q) =>
          q
            .selectFrom('groups')
            .innerJoin('users', 'users.pool_id', 'groups.pool_id')
            .select([
              'groups.pool_id',
              'users.user_id',
              'groups.group_name',
              q.val(now.getTime()).as('added_at'),
            ])
            .where('groups.pool_id', '=', poolId)
            .where('groups.group_name', '=', groupName)
            .where('users.user_id', '=', userId)
            .where(
              (held) =>
                held
                  .selectFrom('group_members')
                  .select((count) => count.fn.countAll<number>().as('memberships'))
                  .where('group_members.pool_id', '=', poolId)
                  .where('group_members.user_id', '=', userId),
              '<',
              MOST_GROUPS_OF_A_USER,
            ),
        )
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return (numInsertedOrUpdatedRows ?? 0n) > 0n
    },

    async hasMember({ poolId, userId }: Owner, groupName: string): Promise<boolean> {
      const row = await db
        .selectFrom('group_members')
        .select('group_name')
        .where('pool_id', '=', poolId)
        .where('user_id', '=', userId)
        .where('group_name', '=', groupName)
        .executeTakeFirst()
      return row !== undefined
    },

    /** False when the user was no member. */
    async removeMember({ poolId, userId }: Owner, groupName: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('group_members')
        .where('pool_id', '=', poolId)
        .where('user_id', '=', userId)
        .where('group_name', '=', groupName)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },

    /** Groups of a user in the order of their names, those after `after`. */
    async pageOfUser({ poolId, userId }: Owner, after: string, limit: number): Promise<Group[]> {
      const rows = await db
        .selectFrom('group_members')
        .innerJoin('groups', (join) =>
          join
            .onRef('groups.pool_id', '=', 'group_members.pool_id')
            .onRef('groups.group_name', '=', 'group_members.group_name'),
        )
        .selectAll('groups')
        .where('group_members.pool_id', '=', poolId)
        .where('group_members.user_id', '=', userId)
        .where('group_members.group_name', '>', after)
        .orderBy('group_members.group_name')
        .limit(limit)
        .execute()
      return rows.map(groupOf)
    },

    /** Every group of a user, in no order. */
    async ofUser({ poolId, userId }: Owner): Promise<Group[]> {
      return (await selectOfUser(db, { poolId, userId })).rows.map(groupOf)
    },
  }
}
