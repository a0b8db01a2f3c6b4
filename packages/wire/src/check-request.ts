import type { OperationName, Requests } from './generated/types.js'
import type { Shape } from './shape.js'
import { type InsideIssue, type Issue, isObject, type Segment, walkerOf } from './walk.js'

/** A request that fits the model, or why it does not. */
export type Checked<Request> =
  | { readonly ok: true; readonly request: Request }
  | {
      readonly ok: false
      readonly code: 'SerializationException' | 'InvalidParameterException'
      readonly message: string
    }

type Refusal = Extract<Checked<unknown>, { ok: false }>

/** Violations written out in one message; the number at its front counts all. */
const LISTED = 20

/** Longest piece of a request that a message repeats. */
const SHOWN = 256

/**
 * Compares the parsed body of a request with the service's model and refuses in the service's own sentences.
 *
 * What comes back is a fresh copy. It holds only members that the model knows; null means absent, and maps have no
 * prototype, so that any key in them is data.
 *
 * @example
 * checkRequest('GetDevice', { DeviceKey: 'us-east-1_0a1b', Extra: 1 })
 * // { ok: true, request: { DeviceKey: 'us-east-1_0a1b' } }
 *
 * checkRequest('GetDevice', {})
 * // { ok: false, code: 'InvalidParameterException', message: "1 validation error detected: Value null at
 * //   'deviceKey' failed to satisfy constraint: Member must not be null" }
 */
export function checkRequest<Op extends OperationName>(operation: Op, body: unknown): Checked<Requests[Op]> {
  if (!isObject(body)) return unreadable('Expected the request body to be a JSON object.')
  const found = findings()
  const request = walkerOf(`${operation}Request`)(body, {
    path: [],
    refuseUnknown: false,
    report: found.report,
  })
  // The walker has just compared every member with the model from which the type is generated.
  return found.refusal() ?? { ok: true, request: request as Requests[Op] }
}

function unreadable(message: string): Refusal {
  return { ok: false, code: 'SerializationException', message }
}

/** A body that cannot be read goes before one that breaks rules, as the service reads before it validates. */
function findings() {
  let readError: string | undefined
  let count = 0
  const listed: string[] = []
  const add = (issue: Issue) => {
    count += 1
    if (listed.length < LISTED) listed.push(violation(issue))
  }
  return {
    report(issue: Issue) {
      if (issue.kind === 'type' || issue.kind === 'depth') readError ??= readSentence(issue)
      else add(issue)
    },
    refusal(): Refusal | undefined {
      if (readError !== undefined) return unreadable(readError)
      return count === 0 ? undefined : invalid(count, listed)
    },
  }
}

function invalid(count: number, listed: readonly string[]): Refusal {
  const head = `${count} validation error${count === 1 ? '' : 's'} detected: `
  const rest = count > listed.length ? `; and ${count - listed.length} more` : ''
  return { ok: false, code: 'InvalidParameterException', message: head + listed.join('; ') + rest }
}

function violation(issue: Issue): string {
  return `${shownValue(issue)} at '${pathOf(issue)}' failed to satisfy constraint: ${ruleOf(issue)}`
}

function ruleOf(issue: Issue): string {
  if (issue.kind === 'inside')
    return `${INSIDE[issue.part]} must satisfy constraint: [${issue.rules.join(', ')}]`
  return issue.kind === 'rule' ? issue.rule : 'Member must not be null'
}

const INSIDE: Readonly<Record<InsideIssue['part'], string>> = {
  entry: 'Member',
  key: 'Map keys',
  value: 'Map value',
}

function shownValue(issue: Issue): string {
  if (issue.secret) return 'Value'
  return 'value' in issue ? `Value '${cut(display(issue.value))}'` : 'Value null'
}

/** Structures are never spelled out: a secret may stand in one of their members. */
function display(value: unknown): string {
  if (Array.isArray(value)) return `[${value.slice(0, SHOWN).map(displayInner).join(', ')}]`
  if (!isObject(value)) return String(value)
  const pairs = Object.entries(value).slice(0, SHOWN)
  return `{${pairs.map(([key, inner]) => `${cut(key)}=${displayInner(inner)}`).join(', ')}}`
}

function displayInner(value: unknown): string {
  return typeof value === 'object' && value !== null ? '{…}' : cut(String(value))
}

function cut(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}

/** In the service's spelling: `userAttributes.1.member.name`. */
function pathOf({ path, secret }: Issue): string {
  return cut(path.flatMap((segment) => stepOf(segment, secret)).join('.'))
}

function stepOf(segment: Segment, secret: boolean): string[] {
  if (typeof segment === 'string') return [segment.charAt(0).toLowerCase() + segment.slice(1)]
  if (typeof segment === 'number') return [String(segment + 1), 'member']
  // In a map that holds secrets, a client that mixed up key and value would see its secret repeated.
  return secret ? [] : [segment.key]
}

/** The sentences of the service's reader, with the place added: without it they are no help. */
function readSentence(issue: Extract<Issue, { kind: 'type' | 'depth' }>): string {
  const sentence = issue.kind === 'depth' ? 'Nested too deeply' : misread(issue.expected, issue.found)
  return `${sentence} (at '${pathOf(issue)}')`
}

function misread(expected: Shape['type'], found: unknown): string {
  if (Array.isArray(found)) return 'Start of list found where not expected.'
  if (isObject(found)) return 'Start of structure or map found where not expected.'
  const target = TARGETS[expected]
  return target === undefined ? 'Unexpected field type' : `${token(found)} can not be converted to ${target}`
}

const TARGETS: Readonly<Partial<Record<Shape['type'], string>>> = {
  string: 'a String',
  boolean: 'a Boolean',
  integer: 'an Integer',
  long: 'a Long',
  timestamp: 'a Timestamp',
  blob: 'a Blob',
}

function token(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE'
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE'
  return typeof value === 'string' ? 'STRING_VALUE' : 'UNKNOWN_VALUE'
}
