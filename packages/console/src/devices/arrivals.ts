/** What a look at the newest rows says about a list that was read earlier. */
export type Arrivals<Row> = {
  /** Rows to come first, newest first: new ones, and those that were used since. */
  first: readonly Row[]
  /** There may be more between them and the list: it has to be read again. */
  gap: boolean
}

/**
 * @param rows newest first, as they were read.
 * @param head the newest ones now.
 * @param versionOf what is another one after each use.
 */
export function arrivals<Row>(
  rows: readonly Row[],
  head: readonly Row[],
  keyOf: (row: Row) => string,
  versionOf: (row: Row) => number,
): Arrivals<Row> {
  const versions = new Map(rows.map((row) => [keyOf(row), versionOf(row)]))
  const first = head.filter((row) => {
    const version = versions.get(keyOf(row))
    return version === undefined || version < versionOf(row)
  })
  return { first, gap: first.length > 0 && first.length === head.length && rows.length > 0 }
}

/** Each row once: where it is among the first, not where it was before. */
export function withFirst<Row>(
  pages: readonly { rows: readonly Row[]; next?: string | undefined }[],
  first: readonly Row[],
  keyOf: (row: Row) => string,
) {
  const moved = new Set(first.map(keyOf))
  const rest = pages.map((page) =>
    page.rows.some((row) => moved.has(keyOf(row)))
      ? { ...page, rows: page.rows.filter((row) => !moved.has(keyOf(row))) }
      : page,
  )
  const [newest, ...older] = rest
  return newest ? [{ ...newest, rows: [...first, ...newest.rows] }, ...older] : [{ rows: first }]
}
