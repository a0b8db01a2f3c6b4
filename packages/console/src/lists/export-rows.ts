import { BYTE_ORDER_MARK, type Cell, csvLine } from './csv.js'
import type { Page } from './rows.js'

/** A list as a table in a file. */
export type Table<Row> = {
  /** Of the file. */
  name: string
  columns: Readonly<Record<string, (row: Row) => Cell>>
  read: (next: string | undefined, signal: AbortSignal) => Promise<Page<Row>>
  /** `20 devices` */
  words: (rows: number) => string
}

/** More rows than that, and spreadsheets become slow before this page does. */
export const MOST_ROWS = 100_000

export type Exported = { parts: string[]; rows: number; isWhole: boolean }

/** Every page of a list, as the parts of a file. */
export async function exportRows<Row>(
  { columns, read }: Table<Row>,
  signal: AbortSignal,
  onProgress: (rows: number) => void,
): Promise<Exported> {
  const cells = Object.values(columns)
  const parts = [BYTE_ORDER_MARK, csvLine(Object.keys(columns))]
  let rows = 0
  let next: string | undefined
  do {
    const page = await read(next, signal)
    parts.push(page.rows.map((row) => csvLine(cells.map((cellOf) => cellOf(row)))).join(''))
    rows += page.rows.length
    next = page.next
    onProgress(rows)
  } while (next !== undefined && rows < MOST_ROWS)
  return { parts, rows, isWhole: next === undefined }
}
