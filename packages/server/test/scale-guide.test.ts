import { openPostgres } from '@latchkey/server'
import { asSuperuser, startPostgres } from '@latchkey/testing'
import { expect, test } from 'vitest'
import { page } from './scale-guide.js'

/** `| tables | primary key begins with |`: every table by its name, and what its primary key begins with. */
function told(): Map<string, string> {
  const [, rows = ''] = /^\| tables \| primary key begins with .*\n\|[-|]+\n((?:\|.*\n)+)/m.exec(page) ?? []
  return new Map(
    rows.split('\n').flatMap((row) => {
      const [, tables = '', key = ''] = row.split('|')
      return [...tables.matchAll(/`(\w+)`/g)].map(([, name = '']): [string, string] => [name, key])
    }),
  )
}

test('the page names every table, and what its primary key begins with', async () => {
  await using postgres = await startPostgres()
  const url = await postgres.createDatabase()
  await (await openPostgres({ url })).destroy()
  const keys = await asSuperuser(url, async (client) => {
    const { rows } = await client.query<{ table: string; key: string }>(
      `select conrelid::regclass::text as table, pg_get_constraintdef(oid) as key
        from pg_constraint where contype = 'p' and connamespace = 'public'::regnamespace
          and conrelid::regclass::text <> 'kysely_migration'`,
    )
    return new Map(rows.map(({ table, key }) => [table, key]))
  })
  expect([...told().keys()].sort()).toEqual([...keys.keys()].sort())
  for (const [table, prose] of told()) {
    const columns = /`([\w, ]+)`/.exec(prose)?.[1] ?? ''
    expect(keys.get(table), table).toContain(`PRIMARY KEY (${columns}`)
  }
})
