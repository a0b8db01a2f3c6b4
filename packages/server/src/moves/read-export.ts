import { createHash, type Hash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createInflate } from 'node:zlib'
import { isPoolId, OPERATORS_POOL } from '../pools/pool.js'
import { isObject } from './column.js'
import { ExportFault, OPERATORS_STAY } from './export-fault.js'
import { END, HEAD, LONGEST_LINE, type MovedPool } from './lines.js'
import type { Row } from './move-store.js'
import { type MovedTable, movedTables, nameInFile } from './moved-tables.js'
import { opening } from './sealed-stream.js'

/** Rows of one table, as they are to be written, but for what the destination seals. */
export type Batch = { table: MovedTable; rows: Row[] }

type Head = { poolId: string; exportedAt: Date; users: number }

/** Who is told of what is in a file, as it is read. */
export type Visitor = (batch: Batch, head: Head) => Promise<void>

const ROWS_IN_BATCH = 100

/**
 * Reads a file to its end. Each row is held against what its columns may have, so that also what somebody wrote who has the key
 * is refused. Only when this resolves was the file whole. Throws ExportFault.
 */
export async function readExport(
  from: Readable,
  exportKey: Uint8Array,
  visitor: Visitor,
  signal?: AbortSignal,
): Promise<MovedPool> {
  try {
    return await pipeline(
      from,
      opening(exportKey),
      createInflate(),
      (plain: AsyncIterable<Buffer>) => readLines(plain, visitor),
      { signal },
    )
  } catch (error) {
    const isOfZlib = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
    throw isOfZlib ? new ExportFault('The content of the file does not unpack.') : error
  }
}

async function readLines(plain: AsyncIterable<Buffer>, visitor: Visitor): Promise<MovedPool> {
  const content = makeContent()
  for await (const lines of linesIn(plain)) {
    for (const line of lines) {
      const batch = content.take(line)
      if (batch) await visitor(batch, content.head())
    }
  }
  return content.end()
}

const NEWLINE = 10

/** The lines that each chunk ends. A line has a bound, so that nothing small unpacks to something huge. */
async function* linesIn(plain: AsyncIterable<Buffer>): AsyncGenerator<Buffer[]> {
  let parts: Buffer[] = []
  let length = 0
  for await (const chunk of plain) {
    const lines: Buffer[] = []
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      lines.push(Buffer.concat([...parts, chunk.subarray(start, end)]))
      parts = []
      length = 0
      start = end + 1
    }
    parts.push(chunk.subarray(start))
    length += chunk.length - start
    if (length > LONGEST_LINE) throw new ExportFault('A line of the file is too long.')
    yield lines
  }
  if (length > 0) throw new ExportFault('The content of the file stops in the middle of a line.')
}

/** What was read so far, and what may come next. */
function makeContent() {
  const hash = createHash('sha256')
  const counts: Record<string, number> = Object.fromEntries(movedTables.map(({ name }) => [name, 0]))
  let head: Head | undefined
  let ended: string | undefined
  let number = 0
  /** Where in the plan the rows are: tables come in its order. */
  let at = 0
  let batch: Row[] = []

  const fault = (what: string) => new ExportFault(`Line ${number} of the file ${what}.`)

  /** The rows before it, if they are complete now. */
  function take(line: Buffer): Batch | undefined {
    number += 1
    if (ended !== undefined) throw fault('follows its last line')
    const [kind, content] = wordsIn(line, fault)
    if (kind === END) return takeEnd(content)
    if (kind !== HEAD) {
      hash.update(line).update('\n')
      return takeRow(kind, content)
    }
    if (head) throw fault('is a first line')
    head = headOf(content, fault)
    return undefined
  }

  function takeRow(kind: string, content: Record<string, unknown>): Batch | undefined {
    if (!head) throw fault('comes before the first line')
    const next = movedTables.findIndex(({ name }) => name === kind)
    const table = movedTables[next]
    if (!table) throw fault('is of a table that this Latchkey does not know')
    if (next < at) throw fault(`is of ${kind}, which should have come before`)
    const full = next > at || batch.length === ROWS_IN_BATCH ? takeBatch() : undefined
    at = next
    batch.push(rowOf(table, content, fault))
    counts[kind] = (counts[kind] ?? 0) + 1
    return full
  }

  function takeBatch(): Batch | undefined {
    const [table, rows] = [movedTables[at], batch]
    batch = []
    return table && rows.length > 0 ? { table, rows } : undefined
  }

  function takeEnd({ rows, sha256 }: Record<string, unknown>): Batch | undefined {
    const told = isObject(rows) ? rows : {}
    const wrong = movedTables.find(({ name }) => told[name] !== counts[name])
    if (wrong) throw fault(`tells of other rows of ${wrong.name} than there are`)
    if (counts.pools !== 1) throw fault('ends a file of no pool, or of several')
    ended = checked(hash, sha256, fault)
    return takeBatch()
  }

  return {
    take,
    head(): Head {
      if (head) return head
      throw new ExportFault('The file has no first line.')
    },
    end(): MovedPool {
      if (ended === undefined) throw new ExportFault('The content of the file has no end.')
      const { poolId, exportedAt } = this.head()
      return { poolId, exportedAt, rows: counts, sha256: ended }
    },
  }
}

type Fault = (what: string) => ExportFault

function checked(hash: Hash, told: unknown, fault: Fault): string {
  const sha256 = hash.digest('hex')
  if (told === sha256) return sha256
  throw fault('has another checksum than the lines before it')
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** `["users",{…}]` */
function wordsIn(line: Buffer, fault: Fault): [kind: string, content: Record<string, unknown>] {
  const [kind, content, ...more] = arrayIn(line)
  if (typeof kind === 'string' && isObject(content) && more.length === 0) return [kind, content]
  throw fault('is none of an export')
}

function arrayIn(line: Buffer): unknown[] {
  try {
    const value: unknown = JSON.parse(utf8.decode(line))
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}

function headOf(content: Record<string, unknown>, fault: Fault): Head {
  const { pool_id: poolId, exported_at: at, users, ...more } = content
  const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
  // Whoever has the key of a file may have written it, and would come with operators of their own.
  if (poolId === OPERATORS_POOL) throw new ExportFault(OPERATORS_STAY)
  const isRight = typeof poolId === 'string' && isPoolId(poolId) && isWhole(at) && isWhole(users)
  if (isRight && Object.keys(more).length === 0) return { poolId, exportedAt: new Date(at), users }
  throw fault('is no first line')
}

/** The row with the columns of the table, and nothing else. */
function rowOf({ name, columns }: MovedTable, content: Record<string, unknown>, fault: Fault): Row {
  const row: Row = {}
  for (const [column, { fits }] of Object.entries(columns)) {
    const cell = content[nameInFile(column)]
    if (!fits(cell)) throw fault(`has a value that ${name} cannot have as ${nameInFile(column)}`)
    row[column] = cell as Row[string]
  }
  if (Object.keys(content).length === Object.keys(columns).length) return row
  throw fault(`has a column that ${name} has not`)
}
