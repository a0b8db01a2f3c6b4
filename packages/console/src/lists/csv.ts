/** A table as comma-separated values (RFC 4180) that is safe to open in a spreadsheet. */

export type Cell = string | number | boolean | Date | undefined

/**
 * What spreadsheets take for the beginning of a formula, also behind blanks. A name that a user chose may be one; the
 * apostrophe makes it text. Source: https://owasp.org/www-community/attacks/CSV_Injection
 */
const BEGINS_FORMULA = /^\s*[=+\-@\t\r|%＝＋－＠]/

/**
 * The same within a text. Spreadsheets part cells by what is usual where they are: semicolons in much of Europe, where
 * quotes in the middle of a line mean nothing to them.
 */
const FORMULA_AFTER_SEPARATOR = /[;\t\r\n][\s"]*(?=[=+\-@|%＝＋－＠])/g

const MUST_BE_QUOTED = /[",;\t\r\n]|^\s|\s$/

export function csvCell(cell: Cell): string {
  const text = textOf(cell)
  const harmless = typeof cell === 'string' ? withoutFormulas(text) : text
  return MUST_BE_QUOTED.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

const withoutFormulas = (text: string): string =>
  `${BEGINS_FORMULA.test(text) ? "'" : ''}${text.replace(FORMULA_AFTER_SEPARATOR, "$&'")}`

export const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`

/** Excel reads UTF-8 only when it is told. */
export const BYTE_ORDER_MARK = '\uFEFF'

function textOf(cell: Cell): string {
  if (cell === undefined) return ''
  return cell instanceof Date ? cell.toISOString() : String(cell)
}
