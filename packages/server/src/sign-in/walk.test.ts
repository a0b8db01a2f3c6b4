import { freshDatabase, userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'

/**
 * The walk to keep natural. Whoever makes a sign-in on a remembered device longer has to change it here, and say why.
 */
test('a sign-in on a remembered device is four calls and these statements', async () => {
  const sentences: string[] = []
  const database = await freshDatabase(({ query }) => {
    // The outbox is looked into regularly, whatever people do.
    if (!query.sql.includes('"messages"')) sentences.push(query.sql)
  })
  await using pool = await userPool({ remember: 'always', mfa: 'required', database })
  const alice = await pool.user('alice', { totp: true })
  const laptop = await pool.signedIn(alice)

  const walk: string[] = []
  const respond = laptop.respond.bind(laptop)
  const begin = laptop.begin.bind(laptop)
  const noted = async <Result>(name: string, work: () => Promise<Result>) => {
    sentences.length = 0
    const result = await work()
    walk.push(name, ...sentences.map((sentence) => `  ${gist(sentence)}`))
    return result
  }
  laptop.begin = (flow, parameters) => noted(flow, () => begin(flow, parameters))
  laptop.respond = (name, responses, session) => noted(name, () => respond(name, responses, session))
  await laptop.enter(alice)

  expect(walk).toMatchInlineSnapshot(`
    [
      "USER_SRP_AUTH",
      "  select clients pools",
      "  select user_names users",
      "PASSWORD_VERIFIER",
      "  select clients pools",
      "  select users attempts sessions",
      "  select attempts",
      "  select devices",
      "DEVICE_SRP_AUTH",
      "  select clients pools",
      "  select users attempts sessions",
      "  select devices",
      "DEVICE_PASSWORD_VERIFIER",
      "  select clients pools",
      "  select users attempts sessions",
      "  select devices",
      "  select group_members groups",
      "  begin",
      "  select users",
      "  insert sessions",
      "  insert refresh_tokens",
      "  update devices",
      "  insert events",
      "  commit",
    ]
  `)
})

/** The verb and the tables of a statement. */
function gist(sql: string): string {
  const [verb] = sql.split(' ', 1)
  const tables = [...sql.matchAll(/(?:from|join|into|update) "(\w+)"/g)].map(([, table]) => table)
  return [verb, ...tables].join(' ')
}
