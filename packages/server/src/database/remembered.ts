/** More rows than that change too often, or are of too many pools, to be worth remembering. */
const MOST = 1000

/**
 * Makes the same of a row once, for as long as each of its columns stays the same: for rows with large documents that
 * are read at every request and seldom change. What it answers is shared, and frozen.
 *
 * @param nameOf what tells the row from others
 */
export function remembered<Row extends object, Result extends object>(
  nameOf: (row: Row) => string,
  make: (row: Row) => Result,
): (row: Row) => Result {
  const known = new Map<string, { row: Row; result: Result }>()
  return (row) => {
    const name = nameOf(row)
    const before = known.get(name)
    if (before && isSame(before.row, row)) return before.result
    const result = deepFreeze(make(row))
    if (known.size >= MOST) known.clear()
    known.set(name, { row, result })
    return result
  }
}

function isSame<Row extends object>(one: Row, other: Row): boolean {
  for (const column in one) if (one[column] !== other[column]) return false
  return true
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) deepFreeze(part)
    Object.freeze(value)
  }
  return value
}
