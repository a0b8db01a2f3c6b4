import type { InputShapes } from './generated/types.js'
import type { Shape } from './shape.js'
import { type Issue, type Segment, walkerOf } from './walk.js'

/** One thing in a file that does not fit the model. */
export interface Violation {
  /** In the file's own spelling: `Policies.PasswordPolicy.MinimumLength`, `UserAttributes[0].Name`. */
  readonly path: string
  /** What is wrong, to be read after the path: `must be a string`. It never shows the value. */
  readonly message: string
}

/** A value that fits the model, as a fresh copy without nulls, or everything that is wrong with it. */
export type CheckedShape<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly violations: readonly Violation[] }

export interface CheckShapeOptions {
  /** Requests may carry members that nobody knows; in a file they are most likely misspelt. */
  readonly unknown: 'refuse' | 'ignore'
}

/**
 * Compares a value, such as a part of a configuration file, with a structure of the model.
 *
 * @example
 * checkShape('CreateUserPoolRequest', { PoolName: 'staff', DeviceConfigurations: {} }, { unknown: 'refuse' })
 * // { ok: false, violations: [{ path: 'DeviceConfigurations',
 * //   message: "unknown key; did you mean 'DeviceConfiguration'?" }] }
 */
export function checkShape<Name extends keyof InputShapes>(
  shape: Name,
  value: unknown,
  options: CheckShapeOptions,
): CheckedShape<InputShapes[Name]> {
  const violations: Violation[] = []
  const report = (issue: Issue) => violations.push(...violationsOf(issue))
  const copy = walkerOf(shape)(value, { path: [], refuseUnknown: options.unknown === 'refuse', report })
  // The walker has just compared every member with the model from which the type is generated.
  return violations.length > 0 ? { ok: false, violations } : { ok: true, value: copy as InputShapes[Name] }
}

function violationsOf(issue: Issue): Violation[] {
  if (issue.kind !== 'inside') return [{ path: pathOf(issue.path), message: messageOf(issue) }]
  const prefix = issue.part === 'key' ? 'as a key ' : ''
  return issue.bad.map(({ at, rule }) => ({
    path: pathOf([...issue.path, at]),
    message: prefix + plain(rule),
  }))
}

function messageOf(issue: Exclude<Issue, { kind: 'inside' }>): string {
  switch (issue.kind) {
    case 'type':
      return TYPES[issue.expected]
    case 'missing':
      return 'is missing'
    case 'depth':
      return 'is nested too deeply'
    case 'unknown':
      return `unknown key${suggestion(String(issue.path.at(-1)), issue.known)}`
    case 'rule':
      return plain(issue.rule)
  }
}

const TYPES: Readonly<Record<Shape['type'], string>> = {
  string: 'must be a string',
  boolean: 'must be true or false',
  integer: 'must be a whole number',
  long: 'must be a whole number',
  timestamp: 'must be a number of seconds since 1970',
  blob: 'must be base64 text',
  list: 'must be a list',
  map: 'must be an object',
  structure: 'must be an object',
  document: 'must be JSON',
}

function plain(rule: string): string {
  return rule.replace(/^Member /, '')
}

function pathOf(path: readonly Segment[]): string {
  return path.map(stepOf).join('').replace(/^\./, '')
}

function stepOf(segment: Segment): string {
  if (typeof segment === 'number') return `[${segment}]`
  const name = typeof segment === 'string' ? segment : segment.key
  return /^[\w-]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`
}

/** Longest misspelt name that is compared: the comparison costs the product of both lengths. */
const LONGEST_COMPARED = 64

function suggestion(name: string, known: readonly string[]): string {
  if (name.length > LONGEST_COMPARED) return ''
  const [nearest] = known
    .map((word) => ({ word, distance: distance(name.toLowerCase(), word.toLowerCase()) }))
    .sort((one, other) => one.distance - other.distance)
  return nearest && nearest.distance <= 1 + name.length / 5 ? `; did you mean '${nearest.word}'?` : ''
}

/** Levenshtein's edit distance. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [line, letter] of [...from].entries()) row = nextRow(row, letter, to, line + 1)
  return row.at(-1) ?? 0
}

function nextRow(above: readonly number[], letter: string, to: string, first: number): number[] {
  const row = [first]
  for (let column = 1; column <= to.length; column += 1) {
    const same = to[column - 1] === letter ? 0 : 1
    const replaced = (above[column - 1] ?? 0) + same
    row.push(Math.min(replaced, (above[column] ?? 0) + 1, (row[column - 1] ?? 0) + 1))
  }
  return row
}
