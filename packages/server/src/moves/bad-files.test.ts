import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { deflateSync, inflateSync } from 'node:zlib'
import { EXPORT_KEY, exported, freshDatabase, moveTo, userPool } from '@latchkey/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeKeyring } from '../keys/keyring.js'
import { ExportFault } from './export-fault.js'
import { checkExport, importPool } from './import-pool.js'
import { LONGEST_LINE } from './lines.js'
import { opening, sealing } from './sealed-stream.js'

/** Files that somebody made who has the key, and files that were damaged: nothing of them is imported. */

type Line = [kind: string, content: Record<string, unknown>]

async function all(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const sealed = (bytes: Uint8Array) => all(sealing(EXPORT_KEY)(Readable.from([bytes])))

async function linesIn(file: Buffer): Promise<Line[]> {
  const plain = inflateSync(await all(opening(EXPORT_KEY)(Readable.from([file]))))
  return plain
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

const textOf = (lines: Line[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('')

/** A file of these lines, with an end that is right. */
function fileOf(lines: Line[]): Promise<Buffer> {
  const rows = lines.filter(([kind]) => kind !== 'latchkey export' && kind !== 'end')
  const counts: Record<string, number> = { ...(lines.find(([kind]) => kind === 'end')?.[1].rows as object) }
  for (const name of Object.keys(counts)) counts[name] = rows.filter(([kind]) => kind === name).length
  const sha256 = createHash('sha256').update(textOf(rows)).digest('hex')
  const others = lines.filter(([kind]) => kind !== 'end')
  return sealed(deflateSync(textOf([...others, ['end', { rows: counts, sha256 }]])))
}

/** The lines of a pool that has something of most kinds. */
async function grownPool() {
  await using pool = await userPool({ mfa: 'required', remember: 'opt-in', client: { GenerateSecret: true } })
  const alice = await pool.user('alice', { totp: true })
  await pool.call('CreateGroup', { UserPoolId: pool.poolId, GroupName: 'staff' })
  await pool.call('AdminAddUserToGroup', { UserPoolId: pool.poolId, Username: 'alice', GroupName: 'staff' })
  await (await pool.signedIn(alice)).rememberDevice()
  const file = await exported(pool)
  return { file, lines: await linesIn(file) }
}
const grown = grownPool()

/** Tries to import a file into a database of its own. Resolves with what was refused; what was written is an error. */
async function refusal(file: Buffer, size = file.length): Promise<string> {
  const database = await freshDatabase()
  const from = Readable.from(inPieces(file, size))
  const place = { database, keyring: makeKeyring(randomBytes(32)) }
  const error = await importPool(place, from, { exportKey: EXPORT_KEY }).catch((fault: unknown) => fault)
  expect(error).toBeInstanceOf(ExportFault)
  for (const table of ['pools', 'clients', 'users', 'devices', 'attempts'] as const) {
    expect(await database.selectFrom(table).selectAll().execute()).toEqual([])
  }
  await database.destroy()
  return error instanceof Error ? error.message : ''
}

async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** The lines with the first one of a kind changed. */
function changed(lines: Line[], kind: string, change: Record<string, unknown>): Line[] {
  const at = lines.findIndex(([name]) => name === kind)
  expect(at, kind).toBeGreaterThanOrEqual(0)
  return lines.map((line, number) => (number === at ? [kind, { ...line[1], ...change }] : line))
}

test('the file of these tests is imported when nothing is changed in it', async () => {
  const { lines } = await grown
  const told = await checkExport(Readable.from([await fileOf(lines)]), { exportKey: EXPORT_KEY })
  expect(told.rows).toMatchObject({ pools: 1, users: 1, devices: 2, groups: 1, group_members: 1 })
})

describe('damaged', () => {
  test('in any byte', async () => {
    const { file } = await grown
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: file.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, bits) => {
          const edited = Buffer.from(file)
          edited.writeUInt8(file.readUInt8(at) ^ bits, at)
          await refusal(edited)
        },
      ),
      { numRuns: 25 },
    )
  })

  test('cut anywhere', async () => {
    const { file } = await grown
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: file.length - 1 }), (length) =>
        refusal(file.subarray(0, length)).then(() => {}),
      ),
      { numRuns: 25 },
    )
  })
})

describe('written by somebody who has the key', () => {
  const tooLong = 'x'.repeat(2049)
  test.each<[kind: string, change: Record<string, unknown>]>([
    ['pools', { pool_id: 'local_Other1' }],
    ['pools', { settings: '[]' }],
    ['pools', { settings: 'no JSON' }],
    ['pools', { created_at: '0' }],
    ['signing_keys', { use: 'both' }],
    ['signing_keys', { private_key: Buffer.from('no key').toString('base64url') }],
    ['clients', { secrets: '{}' }],
    ['clients', { secrets: '[{"secretId":"first","createdAt":0}]' }],
    ['users', { username: tooLong }],
    ['users', { username: 'a\0b' }],
    ['users', { username: null }],
    ['users', { username: 7 }],
    ['users', { username: ['alice'] }],
    ['users', { status: 'ADMIN' }],
    ['users', { enabled: 2 }],
    ['users', { enabled: true }],
    ['users', { attributes: '{"email":7}' }],
    ['users', { attributes: '"x"' }],
    ['users', { attributes: '{"email":"a\\u0000b"}' }],
    ['users', { attributes: '{"name":"\\ud800"}' }],
    ['users', { srp_verifier: 'not base64url!' }],
    ['users', { srp_verifier: 'A'.repeat(8193) }],
    ['users', { created_at: -1 }],
    ['users', { created_at: 1.5 }],
    ['users', { created_at: 1e300 }],
    ['users', { preferred_factor: 'hasOwnProperty' }],
    ['users', { is_admin: 1 }],
    ['users', { sealed_srp_verifier: 'AAAA' }],
    ['devices', { state: 'trusted' }],
    ['groups', { precedence: 2 ** 31 }],
    ['group_members', { group_name: 'nobody’s' }],
    ['group_members', { user_id: 'nobody' }],
    ['sessions', { user_id: 'nobody' }],
    ['latchkey export', { pool_id: '../etc' }],
    ['latchkey export', { pool_id: 7 }],
    ['latchkey export', { users: -1 }],
    ['latchkey export', { more: 1 }],
  ])('%s with %j', async (kind, change) => {
    const { lines } = await grown
    await refusal(await fileOf(changed(lines, kind, change)))
  })

  const isRow = ([kind]: Line) => kind !== 'latchkey export' && kind !== 'end'
  const first = (lines: Line[], kind: string): Line => lines.find(([name]) => name === kind) ?? ['', {}]

  test.each<[what: string, change: (lines: Line[]) => Line[], told: string]>([
    [
      'a row twice',
      (lines) => lines.flatMap((line) => (line[0] === 'users' ? [line, line] : [line])),
      'twice',
    ],
    [
      'two pools',
      (lines) => lines.flatMap((line) => (line[0] === 'pools' ? [line, line] : [line])),
      'several|here already',
    ],
    ['no pool', (lines) => lines.filter(([kind]) => kind !== 'pools'), 'belongs to nothing|no pool'],
    ['no user', (lines) => lines.filter(([kind]) => kind !== 'users'), 'belongs to nothing'],
    ['no first line', (lines) => lines.filter(isRow), 'before the first line'],
    [
      'two first lines',
      (lines) => lines.flatMap((line) => (line[0] === 'latchkey export' ? [line, line] : [line])),
      'first line',
    ],
    [
      'an unknown table',
      (lines) => [...lines.filter(isRow).slice(0, 0), ...lines, ['access_keys', {}]],
      'does not know',
    ],
    ['a table out of order', (lines) => [...lines, first(lines, 'pools')], 'should have come before'],
    ['nothing but a first line', (lines) => lines.slice(0, 1), 'other rows of pools'],
  ])('with %s', async (_what, change, told) => {
    const { lines } = await grown
    expect(await refusal(await fileOf(change(lines)))).toMatch(new RegExp(told))
  })

  test('with a missing column', async () => {
    const { lines } = await grown
    const cut = lines.map(([kind, { user_agent: _agent, ...rest }]): Line => [kind, rest])
    expect(await refusal(await fileOf(cut))).toContain('user_agent')
  })

  test('with an end that tells of another content, or without one, or with more behind it', async () => {
    const { lines } = await grown
    const end = first(lines, 'end')
    const plain = (some: Line[]) => sealed(deflateSync(textOf(some)))
    expect(await refusal(await plain(lines.slice(0, -1)))).toContain('no end')
    expect(await refusal(await plain([...lines, end]))).toContain('follows its last line')
    expect(await refusal(await plain(changed(lines, 'end', { sha256: '00' })))).toContain('checksum')
    expect(await refusal(await plain(changed(lines, 'end', { rows: {} })))).toContain('other rows of pools')
    const renamed = lines.map(
      (line): Line => (line[0] === 'users' ? ['users', { ...line[1], username: 'eve' }] : line),
    )
    expect(await refusal(await plain(renamed))).toContain('checksum')
  })

  test.each<[what: string, content: Buffer]>([
    ['no compressed text', Buffer.from('["latchkey export",{}]\n')],
    ['nothing', Buffer.alloc(0)],
    ['half of a compressed text', deflateSync(randomBytes(1000)).subarray(0, 500)],
    ['no JSON', deflateSync('hello\n')],
    ['JSON that is no line', deflateSync('{"a":1}\n')],
    ['a line that does not end', deflateSync('["latchkey export"')],
    ['no UTF-8', deflateSync(Buffer.from([0x22, 0xc3, 0x28, 0x22, 0x0a]))],
    ['deep JSON', deflateSync(`${'['.repeat(100_000)}\n`)],
    ['a prototype', deflateSync('["__proto__",{"__proto__":{"x":1}}]\n')],
  ])('with %s inside', async (_what, content) => {
    await refusal(await sealed(content))
  })

  test('that unpacks to more than anybody could hold: it is given up at the bound of a line', async () => {
    const bomb = await sealed(deflateSync(Buffer.alloc(64 * LONGEST_LINE, 'x')))
    expect(bomb.length).toBeLessThan(LONGEST_LINE / 8)
    const before = process.memoryUsage().arrayBuffers
    expect(await refusal(bomb)).toBe('A line of the file is too long.')
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * LONGEST_LINE)
  })
})

describe('a whole file', () => {
  test('is not imported over the pool that is there, and that one stays as it is', async () => {
    await using pool = await userPool()
    await pool.user('alice')
    const file = await exported(pool)
    await pool.user('bob')
    const place = { database: pool.database, keyring: pool.server.world.keyring }
    await expect(importPool(place, Readable.from([file]), { exportKey: EXPORT_KEY })).rejects.toThrow(
      `There is a pool ${pool.poolId} here already.`,
    )
    expect(await pool.server.world.stores.pools.countUsers(pool.poolId)).toBe(2)
  })

  test('is imported once, when it is imported twice at the same moment', async () => {
    const { file } = await grown
    const place = { database: await freshDatabase(), keyring: makeKeyring(randomBytes(32)) }
    const once = () => importPool(place, Readable.from([file]), { exportKey: EXPORT_KEY })
    const outcomes = await Promise.allSettled([once(), once()])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const users = await place.database.selectFrom('users').select('username').execute()
    expect(users).toEqual([{ username: 'alice' }])
  })

  test('is refused where a client of another pool has the id of one of its clients', async () => {
    await using pool = await userPool()
    const sibling = await pool.sibling()
    await using there = await moveTo(sibling)
    await there.database.updateTable('clients').set({ client_id: pool.client.clientId }).execute()
    const place = { database: there.database, keyring: there.server.world.keyring }
    const from = Readable.from([await exported(pool)])
    await expect(importPool(place, from, { exportKey: EXPORT_KEY })).rejects.toThrow(
      'has an id that is taken here',
    )
    expect(await there.database.selectFrom('pools').select('pool_id').execute()).toEqual([
      { pool_id: sibling.poolId },
    ])
  })
})
