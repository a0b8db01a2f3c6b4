import { freshDatabase } from '@latchkey/testing'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openSqlite } from '../database/sqlite.js'
import { movedTables, plan } from './moved-tables.js'
import { FORMAT } from './sealed-stream.js'

/** The plan of a move is held against the tables that there are. */

async function tablesOf(opening = freshDatabase()) {
  const database = await opening
  const tables = await database.introspection.getTables()
  return { database, tables, [Symbol.asyncDispose]: () => database.destroy() }
}

test('each table is moved, or left for a reason', async () => {
  await using schema = await tablesOf()
  expect(Object.keys(plan).sort()).toEqual(schema.tables.map(({ name }) => name).sort())
  for (const table of Object.values(plan)) {
    if ('left' in table) expect(table.left).toMatch(/\w+ \w+/)
  }
})

test('each column of a table that is moved is moved, but for the pool’s id, which the first line of a file tells', async () => {
  await using schema = await tablesOf()
  for (const { name, columns } of movedTables) {
    const there = schema.tables.find((table) => table.name === name)?.columns ?? []
    const names = there.map((column) => column.name).filter((column) => column !== 'pool_id')
    expect(Object.keys(columns).sort(), name).toEqual(names.sort())
    const nullable = there.filter((column) => column.isNullable).map((column) => column.name)
    const takesNull = Object.entries(columns).flatMap(([column, { fits }]) => (fits(null) ? [column] : []))
    expect(takesNull.sort(), name).toEqual(nullable.sort())
  }
})

test('what is sealed is opened for the file: a column that is not would be unreadable under another master key', () => {
  for (const { name, columns } of movedTables) {
    const named = Object.keys(columns).filter((column) => /^sealed_/.test(column))
    const sealed = Object.entries(columns).flatMap(([column, { sealed }]) => (sealed ? [column] : []))
    expect(
      sealed.filter((column) => !(name === 'clients' && column === 'secrets')),
      name,
    ).toEqual(named)
  }
})

test('pages follow the primary key', async () => {
  await using schema = await tablesOf(openSqlite(':memory:'))
  for (const { name, key } of movedTables) {
    const made = sql<{ sql: string }>`select sql from sqlite_master where name = ${name}`
    const [table] = (await made.execute(schema.database)).rows
    const [, columns = ''] = /primary key \(([^)]*)\)/i.exec(table?.sql ?? '') ?? []
    const primary = columns === '' ? ['pool_id'] : columns.replaceAll('"', '').split(', ')
    expect(['pool_id', ...key], name).toEqual(primary)
  }
})

test('a change of what is in a file is another format', () => {
  const content = movedTables.map(({ name, columns }) => `${name}: ${Object.keys(columns).join(' ')}`)
  expect({ format: FORMAT, content }).toMatchInlineSnapshot(`
    {
      "content": [
        "pools: name settings created_at modified_at",
        "signing_keys: use kid sealed_private_key public_jwk",
        "clients: client_id name settings secrets created_at modified_at",
        "groups: group_name description role_arn precedence created_at modified_at",
        "users: user_id username status enabled attributes srp_salt sealed_srp_verifier password_expires_at totp_enabled sms_enabled email_enabled preferred_factor reset_by_session created_at modified_at",
        "user_names: name user_id kind",
        "group_members: user_id group_name added_at",
        "linked_identities: provider_name subject user_id",
        "attempts: user_id failures locked_until last_failed_at",
        "codes: user_id purpose code_hash expires_at failures sent first_sent_at",
        "simulated_codes: user_id purpose code_hash expires_at failures sent first_sent_at",
        "sign_in_code_counts: user_id factor sent first_sent_at",
        "address_counts: address_hash sent first_sent_at",
        "waiting_addresses: user_id attribute value",
        "former_passwords: user_id srp_salt sealed_srp_verifier replaced_at",
        "software_tokens: user_id sealed_secret friendly_name verified last_step created_at",
        "devices: user_id device_key device_group_key state name srp_salt sealed_srp_verifier user_agent last_ip_used created_at modified_at last_authenticated_at forgotten_at platform last_mfa last_mfa_reason",
        "passkeys: user_id credential_id public_key counter relying_party_id name transports attachment created_at",
        "sessions: user_id session_id origin_jti client_id device_key authenticated_at expires_at refresh_ended_at revoked_at last_address",
        "refresh_tokens: user_id token_id session_id created_at superseded_at",
        "events: user_id event_id at kind outcome reason device_key client_id session_id address user_agent operator operation request_id",
        "activity_days: day kind outcome events",
      ],
      "format": 2,
    }
  `)
})
