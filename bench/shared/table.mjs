// @ts-check

/**
 * Rows as text or as Markdown. The first row is the head.
 *
 * @param {string[][]} rows
 * @param {boolean} [markdown]
 */
export function table(rows, markdown = false) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const cells = (/** @type {string[]} */ row) =>
    row.map((cell, at) => (markdown ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
  if (!markdown) return rows.map((row) => cells(row).join('  ')).join('\n')
  const [head = [], ...others] = rows
  const rule = widths.map((width) => '-'.repeat(width))
  return [head, rule, ...others].map((row) => `| ${cells(row).join(' | ')} |`).join('\n')
}
