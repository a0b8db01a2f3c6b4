/** A table as comma-separated values (RFC 4180) that is safe to open in a spreadsheet. */

export type Cell = string | number | boolean | Date | undefined

/**
 * What spreadsheets take for the beginning of a formula, also behind blanks. A name that a user chose may be one; the
 * apostrophe makes it text. Source: https://owasp.org/www-community/attacks/CSV_Injection
 */
const BEGINS_FORMULA = /^\s*[=+\-@\t\r|%＝＋－＠]/

const MUST_BE_QUOTED = /[",\r\n]|^\s|\s$/

export function csvCell(cell: Cell): string {
  const text = textOf(cell)
  const harmless = typeof cell === 'string' && BEGINS_FORMULA.test(text) ? `'${text}` : text
  return MUST_BE_QUOTED.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

export const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`

/** Excel reads UTF-8 only when it is told. */
export const BYTE_ORDER_MARK = '\uFEFF'

function textOf(cell: Cell): string {
  if (cell === undefined) return ''
  return cell instanceof Date ? cell.toISOString() : String(cell)
}
