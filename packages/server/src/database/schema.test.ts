import { freshDatabase } from '@latchkey/testing'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { isPostgres } from './dialect.js'
import type { Database } from './schema.js'

/** Tables that know users, and whose primary key does not begin with the pool and the user. */
const otherwise: Record<string, string> = {
  user_names: 'it is how a name becomes a user, and a name is one user’s at most',
  linked_identities: 'it is how an identity of a provider becomes a user, and is one user’s at most',
}

async function primaryKeyOf(db: Database, table: string): Promise<string[]> {
  const columns = isPostgres(db)
    ? sql<{ name: string }>`select attname as name from pg_index
        cross join unnest(indkey::int2[]) with ordinality as part (attnum, position)
        join pg_attribute on attrelid = indrelid and pg_attribute.attnum = part.attnum
        where indrelid = ${table}::regclass and indisprimary order by position`
    : sql<{ name: string }>`select name from pragma_table_info(${table}) where pk > 0 order by pk`
  return (await columns.execute(db)).rows.map(({ name }) => name)
}

test('every table begins its primary key with the pool, and every table of users with the pool and the user', async () => {
  const db = await freshDatabase()
  const ofNoPool = ['settings', 'access_keys']
  for (const { name, columns } of await db.introspection.getTables()) {
    const key = await primaryKeyOf(db, name)
    const ofUsers = columns.some((column) => column.name === 'user_id')
    if (ofNoPool.includes(name)) expect(key, name).toHaveLength(1)
    else if (ofUsers && !(name in otherwise)) expect(key.slice(0, 2), name).toEqual(['pool_id', 'user_id'])
    else expect(key[0], name).toBe('pool_id')
  }
  await db.destroy()
})

test('columns are text or whole numbers, so that both databases mean the same', async () => {
  const db = await freshDatabase()
  const types = (await db.introspection.getTables()).flatMap(({ columns }) =>
    columns.map(({ dataType }) => dataType.toLowerCase()),
  )
  const allowed = isPostgres(db) ? ['text', 'int4', 'int8'] : ['text', 'integer', 'bigint']
  expect([...new Set(types)].sort()).toEqual(allowed.sort())
  await db.destroy()
})
