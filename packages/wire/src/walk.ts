import { shapes } from './generated/model.js'
import { type Scalar, scalarOf, sizeRules } from './scalar.js'
import type { ListShape, MapShape, ScalarShape, Shape, StructureShape } from './shape.js'

/** One step into a value: a member by name, a list entry by index, a map entry by key. */
export type Segment = string | number | { readonly key: string }

interface Spot {
  readonly path: readonly Segment[]
  /** Whether the value at this spot is a secret that no message may show. */
  readonly secret: boolean
}

/** Something that does not fit the model, free of wording: each reader of it has words of its own. */
export type Issue = Spot &
  (
    | { readonly kind: 'type'; readonly expected: Shape['type']; readonly found: unknown }
    | { readonly kind: 'missing' }
    | { readonly kind: 'rule'; readonly rule: string; readonly value: unknown }
    | InsideIssue
    | { readonly kind: 'unknown'; readonly known: readonly string[] }
    | { readonly kind: 'depth' }
  )

/** Scalars inside a list or a map that break their rules: the service speaks of them as one. */
export interface InsideIssue extends Spot {
  readonly kind: 'inside'
  readonly part: 'entry' | 'key' | 'value'
  /** Every rule of these scalars, broken or not. */
  readonly rules: readonly string[]
  readonly bad: readonly { readonly at: Segment; readonly rule: string }[]
  readonly value: unknown
}

export interface Walk {
  /** Where the walk stands. The walkers push and pop; an issue takes a copy. */
  readonly path: Segment[]
  readonly refuseUnknown: boolean
  readonly report: (issue: Issue) => void
}

/** Compares a value (not null) with the model; answers a fresh copy that holds nothing but what the model knows. */
export type Walker = (value: unknown, walk: Walk) => unknown

/** Issues named one by one inside one list or map; more would only make a huge answer of a huge request. */
const NAMED_INSIDE = 20

/** A document may be any JSON, so that nothing else bounds the recursion into it. */
const DEEPEST_DOCUMENT = 64

const open = new Map<string, Walker>()
const secret = new Map<string, Walker>()

/**
 * The walker of a shape, built at its first use and kept, since sign-ins come by here often.
 *
 * `inSecret` says that an enclosing shape is sensitive, which makes everything in it so.
 */
export function walkerOf(name: string, inSecret = false): Walker {
  const kept = inSecret ? secret : open
  const walker = kept.get(name) ?? build(shapeOf(name), inSecret)
  kept.set(name, walker)
  return walker
}

function shapeOf(name: string): Shape {
  const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined
  if (shape === undefined) throw new Error(`No shape of a request is named ${name}`)
  return shape
}

function build(shape: Shape, inSecret: boolean): Walker {
  switch (shape.type) {
    case 'structure':
      return structure(shape, inSecret || shape.sensitive === true)
    case 'list':
      return list(shape, inSecret || isSensitive(shape.member))
    case 'map':
      return map(shape, inSecret || [shape, shape.key, shape.value].some(isSensitive))
    case 'document':
      return document(inSecret)
    default:
      return scalar(shape, inSecret || isSensitive(shape))
  }
}

function isSensitive(shapeOrName: Shape | string): boolean {
  const shape = typeof shapeOrName === 'string' ? shapeOf(shapeOrName) : shapeOrName
  return 'sensitive' in shape && shape.sensitive === true
}

function spot(walk: Walk, secret: boolean): Spot {
  return { path: [...walk.path], secret }
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Own members only: a body that names `__proto__` or `constructor` must not reach what every object inherits. */
function own(value: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined
}

function scalar(shape: ScalarShape, secret: boolean): Walker {
  const { broken } = scalarOf(shape)
  return (value, walk) => {
    const rules = broken(value)
    if (rules === undefined) return wrongType(shape.type, value, walk, secret)
    for (const rule of rules) walk.report({ kind: 'rule', rule, value, ...spot(walk, secret) })
    return value
  }
}

function wrongType(expected: Shape['type'], found: unknown, walk: Walk, secret: boolean): undefined {
  walk.report({ kind: 'type', expected, found, ...spot(walk, secret) })
}

interface Member {
  readonly name: string
  readonly required: boolean
  readonly secret: boolean
  readonly walker: Walker
}

function memberOf(name: string, target: string, inSecret: boolean): Member {
  const required = target.endsWith('!')
  const shape = required ? target.slice(0, -1) : target
  return { name, required, secret: inSecret || isSensitive(shape), walker: walkerOf(shape, inSecret) }
}

function structure(shape: StructureShape, secret: boolean): Walker {
  const members = Object.entries(shape.members).map(([name, target]) => memberOf(name, target, secret))
  const known = Object.keys(shape.members)
  return (value, walk) => {
    if (!isObject(value)) return wrongType('structure', value, walk, secret)
    const copy: Record<string, unknown> = {}
    for (const member of members) readMember(member, value, copy, walk)
    if (walk.refuseUnknown) refuseUnknown(known, value, walk)
    return copy
  }
}

function readMember(member: Member, from: Record<string, unknown>, to: Record<string, unknown>, walk: Walk) {
  const value = own(from, member.name)
  if (isAbsent(value) && !member.required) return
  walk.path.push(member.name)
  if (isAbsent(value)) walk.report({ kind: 'missing', ...spot(walk, member.secret) })
  else to[member.name] = member.walker(value, walk)
  walk.path.pop()
}

function refuseUnknown(known: readonly string[], value: Record<string, unknown>, walk: Walk) {
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue
    walk.report({ kind: 'unknown', known, path: [...walk.path, name], secret: false })
  }
}

/**
 * The model sets no limit to most lists and maps, and looking at a million entries would hold up everybody else. No
 * list of the protocol comes near this one: pages have 60 entries, attributes 50.
 */
const MOST_ENTRIES = 1000

const bounded = <Shape extends ListShape | MapShape>(shape: Shape): Shape => ({
  ...shape,
  max: Math.min(shape.max ?? MOST_ENTRIES, MOST_ENTRIES),
})

function list(shape: ListShape, secret: boolean): Walker {
  const size = sizeRules(bounded(shape), 'length')
  const entry = shapeOf(shape.member)
  const readEntries = isScalar(entry)
    ? scalarEntries(scalarOf(entry), secret)
    : entriesBy(shape.member, secret)
  return (value, walk) => {
    if (!Array.isArray(value)) return wrongType('list', value, walk, secret)
    for (const rule of size.broken(value.length)) {
      walk.report({ kind: 'rule', rule, value, ...spot(walk, secret) })
    }
    return value.length > MOST_ENTRIES ? [] : readEntries(value, walk)
  }
}

function isScalar(shape: Shape): shape is ScalarShape {
  return !['structure', 'list', 'map', 'document'].includes(shape.type)
}

type ReadEntries = (values: readonly unknown[], walk: Walk) => unknown[]

/** Reads each entry with `read`; null entries, which the service keeps and refuses, are reported. */
function eachEntry(values: readonly unknown[], walk: Walk, secret: boolean, read: Walker): unknown[] {
  return values.map((value, index) => {
    walk.path.push(index)
    if (isAbsent(value)) walk.report({ kind: 'missing', ...spot(walk, secret) })
    const copy = isAbsent(value) ? value : read(value, walk)
    walk.path.pop()
    return copy
  })
}

function entriesBy(name: string, secret: boolean): ReadEntries {
  const walker = walkerOf(name, secret)
  return (values, walk) => eachEntry(values, walk, secret, walker)
}

function scalarEntries(scalar: Scalar, secret: boolean): ReadEntries {
  return (values, walk) => {
    const inside = collector('entry', scalar, secret)
    const copy = eachEntry(values, walk, secret, (value) => inside.read(value, walk.path.at(-1) ?? 0, walk))
    inside.report(values, walk)
    return copy
  }
}

/** Gathers the scalars of one list or map that break their rules, to report them as one issue. */
function collector(part: InsideIssue['part'], { type, rules, broken }: Scalar, secret: boolean) {
  const bad: { at: Segment; rule: string }[] = []
  return {
    read(value: unknown, at: Segment, walk: Walk): unknown {
      const found = broken(value)
      if (found === undefined) return wrongType(type, value, walk, secret)
      for (const rule of found) if (bad.length < NAMED_INSIDE) bad.push({ at, rule })
      return value
    },
    report(value: unknown, walk: Walk) {
      if (bad.length > 0) walk.report({ kind: 'inside', part, rules, bad, value, ...spot(walk, secret) })
    },
  }
}

function map(shape: MapShape, secret: boolean): Walker {
  const size = sizeRules(bounded(shape), 'length')
  const readPairs = pairsBy(scalarNamed(shape.key), scalarNamed(shape.value), secret)
  return (value, walk) => {
    if (!isObject(value)) return wrongType('map', value, walk, secret)
    const pairs = Object.entries(value).filter(([, held]) => !isAbsent(held))
    for (const rule of size.broken(pairs.length)) {
      walk.report({ kind: 'rule', rule, value, ...spot(walk, secret) })
    }
    return pairs.length > MOST_ENTRIES ? {} : readPairs(value, pairs, walk)
  }
}

function scalarNamed(name: string): Scalar {
  const shape = shapeOf(name)
  if (!isScalar(shape)) throw new Error(`Keys and values of maps are scalars, and ${name} is not`)
  return scalarOf(shape)
}

function pairsBy(key: Scalar, value: Scalar, secret: boolean) {
  return (from: unknown, pairs: readonly [string, unknown][], walk: Walk) => {
    const keys = collector('key', key, secret)
    const values = collector('value', value, secret)
    // Without a prototype every key is data, `__proto__` too.
    const copy: Record<string, unknown> = Object.create(null)
    for (const [name, held] of pairs) {
      walk.path.push({ key: name })
      keys.read(name, { key: name }, walk)
      copy[name] = values.read(held, { key: name }, walk)
      walk.path.pop()
    }
    keys.report(from, walk)
    values.report(from, walk)
    return copy
  }
}

function document(secret: boolean): Walker {
  return (value, walk) => {
    if (depthWithin(value, DEEPEST_DOCUMENT)) return copyOf(value)
    walk.report({ kind: 'depth', ...spot(walk, secret) })
    return undefined
  }
}

function depthWithin(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth > 0 && Object.values(value).every((inner) => depthWithin(inner, depth - 1))
}

function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf)
  if (!isObject(value)) return value
  const copy: Record<string, unknown> = Object.create(null)
  for (const [name, inner] of Object.entries(value)) copy[name] = copyOf(inner)
  return copy
}
