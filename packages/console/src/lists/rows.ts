/** What a list has been given so far, page by page. */
export type Page<Row> = { rows: readonly Row[]; next?: string | undefined }

/**
 * The rows of pages, each once: something that moved while pages were read can be on two of them. Called again with
 * the same pages and one more it looks at that one only, since a list may have 500 of them.
 */
export function rowsOf<Row>(keyOf: (row: Row) => string) {
  let known: readonly Page<Row>[] = []
  let seen = new Set<string>()
  let rows: Row[] = []

  const add = (page: Page<Row>) => {
    for (const row of page.rows) {
      const key = keyOf(row)
      if (seen.has(key)) continue
      seen.add(key)
      rows.push(row)
    }
  }

  return (pages: readonly Page<Row>[]): readonly Row[] => {
    if (pages === known) return rows
    if (!known.every((page, index) => page === pages[index])) {
      known = []
      seen = new Set()
      rows = []
    }
    // A list of its own for each answer: who compares two of them sees that there is more.
    if (pages.length > known.length) rows = [...rows]
    for (const page of pages.slice(known.length)) add(page)
    known = pages
    return rows
  }
}
