import { type RawBuilder, sql } from 'kysely'
import { isPostgres } from '../database/dialect.js'
import type { Database } from '../database/schema.js'
import type { UserStatus } from './user.js'

export type UserSearchStore = ReturnType<typeof userSearchStore>

/** Attributes with an index of their own. */
export type SearchedAttribute = 'email' | 'phone_number' | 'name' | 'given_name' | 'family_name'

/** Users who have the same of what lists are filtered by. */
export type UserGroup = { enabled: boolean; status: UserStatus }

export type Seen = { userId: string; createdAt: number }
export type Named = { userId: string; value: string }

/** An index has no more of a value. */
const INDEXED_CHARACTERS = 64

const LAST_CHARACTER = '\u{10ffff}'

/** How both databases fold case: letters of ASCII alone. */
export const folded = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/** What an index has of a value. */
export const indexed = (text: string) => [...folded(text)].slice(0, INDEXED_CHARACTERS).join('')

/** Finds users by what an index has of them; who they are is told by the store of users. */
export function userSearchStore(db: Database) {
  /** In the words of the index, or it is not used (migration 0015). */
  const attribute = (name: SearchedAttribute): RawBuilder<string> =>
    isPostgres(db)
      ? sql.raw(`((attributes::json ->> '${name}') collate "C")`)
      : sql.raw(`json_extract(attributes, '$.${name}')`)

  return {
    /** Newest first. */
    async ofGroup(
      poolId: string,
      { enabled, status }: UserGroup,
      after: Seen | undefined,
      limit: number,
    ): Promise<Seen[]> {
      let query = db
        .selectFrom('users')
        .select(['user_id', 'created_at'])
        .where('pool_id', '=', poolId)
        .where('enabled', '=', enabled ? 1 : 0)
        .where('status', '=', status)
        .orderBy('created_at', 'desc')
        .orderBy('user_id', 'desc')
        .limit(limit)
      if (after)
        query = query.where(sql<boolean>`(created_at, user_id) < (${after.createdAt}, ${after.userId})`)
      return (await query.execute()).map((row) => ({ userId: row.user_id, createdAt: row.created_at }))
    },

    /** Whose names begin with it, in the order of their names: usernames, ids and aliases. */
    async byName(poolId: string, prefix: string, after: Named | undefined, limit: number): Promise<Named[]> {
      const rows = await db
        .selectFrom('user_names')
        .select(['user_id', 'name'])
        .where('pool_id', '=', poolId)
        .where('name', '>=', prefix)
        .where('name', '<', prefix + LAST_CHARACTER)
        .$if(after !== undefined, (query) => query.where('name', '>', after?.value ?? ''))
        .orderBy('name')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ userId: row.user_id, value: row.name }))
    },

    /** Of whom an attribute begins with it, whatever the case of its letters, in the order of its values. */
    async byAttribute(
      poolId: string,
      name: SearchedAttribute,
      prefix: string,
      after: Named | undefined,
      limit: number,
    ): Promise<Named[]> {
      const value = sql<string>`lower(substr(${attribute(name)}, 1, ${sql.lit(INDEXED_CHARACTERS)}))`
      const begins = indexed(prefix)
      let query = db
        .selectFrom('users')
        .select(['user_id', value.as('value')])
        .where('pool_id', '=', poolId)
        .where(sql<boolean>`${attribute(name)} is not null`)
        .where(sql<boolean>`${value} >= ${begins} and ${value} < ${begins + LAST_CHARACTER}`)
        .orderBy(value)
        .orderBy('user_id')
        .limit(limit)
      if (after) query = query.where(sql<boolean>`(${value}, user_id) > (${after.value}, ${after.userId})`)
      return (await query.execute()).map((row) => ({ userId: row.user_id, value: row.value }))
    },
  }
}
