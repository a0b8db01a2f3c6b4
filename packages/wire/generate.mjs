// Writes src/generated/ from model.json, which is the service's, and latchkey.json, which is ours.
//
//   node packages/wire/generate.mjs            writes the files
//   node packages/wire/generate.mjs --check    exits with 1 when a file is not what the model says
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

const here = new URL('./', import.meta.url)
const modelIn = (file) => JSON.parse(readFileSync(new URL(file, here), 'utf8'))
const service = modelIn('model.json')
const ours = modelIn('latchkey.json')
for (const part of ['operations', 'shapes']) {
  const twice = Object.keys(ours[part]).filter((name) => name in service[part])
  if (twice.length > 0) throw new Error(`latchkey.json describes what the service has: ${twice}`)
}
const operations = { ...service.operations, ...ours.operations }
const shapes = { ...service.shapes, ...ours.shapes }

// A trigger of a pool is the ARN of a function in Cognito. Here it may be an `https:` URL or a module of the
// configuration file too, so that the model lets any text pass; the server says what a target must look like.
shapes.TriggerTargetType = { type: 'string', min: 1, max: 2048 }
for (const name of [
  'LambdaConfigType',
  'PreTokenGenerationVersionConfigType',
  'CustomSMSLambdaVersionConfigType',
  'CustomEmailLambdaVersionConfigType',
]) {
  for (const [member, target] of Object.entries(shapes[name].members)) {
    if (target === 'ArnType' && member !== 'KMSKeyID') shapes[name].members[member] = 'TriggerTargetType'
  }
}

const header = '// Written by generate.mjs from model.json. Do not edit.\n'

// The model has this one structure without members that is no empty object: Smithy's "document", any JSON value
// (passkey credentials, branding settings).
const DOCUMENT = 'Document'

const scalars = {
  string: 'string',
  blob: 'string',
  integer: 'number',
  long: 'number',
  timestamp: 'number',
  boolean: 'boolean',
}

function demand(holds, message) {
  if (!holds) throw new Error(`The model has changed in a way that generate.mjs does not know: ${message}`)
}

function shapeOf(name) {
  demand(Object.hasOwn(shapes, name), `${name} is used and not described`)
  return shapes[name]
}

function children(shape) {
  return [...Object.values(shape.members ?? {}), shape.member, shape.key, shape.value].filter(
    (name) => name !== undefined,
  )
}

/** The names of all shapes that can be reached from `roots`. A shape inside itself would unbound the validator. */
function reachable(roots) {
  const found = new Set()
  const visit = (name, above) => {
    demand(!above.includes(name), `${name} contains itself`)
    if (found.has(name)) return
    found.add(name)
    for (const child of children(shapeOf(name))) visit(child, [...above, name])
  }
  for (const root of roots) visit(root, [])
  return found
}

function checkAssumptions() {
  for (const [name, operation] of Object.entries(operations)) {
    demand(operation.input === `${name}Request`, `${name} takes ${operation.input}`)
    for (const code of operation.errors)
      demand(shapeOf(code).exception && code.endsWith('Exception'), `error ${code}`)
  }
  for (const [name, shape] of Object.entries(shapes)) {
    for (const part of [shape.key, shape.value])
      demand(!part || shapeOf(part).type in scalars, `${name} holds ${part}`)
    const entry = shape.member && shapeOf(shape.member).type
    demand(!entry || entry in scalars || entry === 'structure', `${name} is a list of ${entry}`)
  }
}

const sortedKeys = (object) => Object.keys(object).sort()
const quote = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
const union = (words) => (words.length === 0 ? 'never' : words.map(quote).join(' | '))

// ---- types.ts --------------------------------------------------------------------------------------------------

function typeOf(name) {
  const shape = shapeOf(name)
  if (shape.enum || shape.type === 'structure') return name
  if (shape.type === 'list') return `${typeOf(shape.member)}[]`
  if (shape.type === 'map') return `Record<string, ${typeOf(shape.value)}>`
  return scalars[shape.type]
}

function structureType(name, shape) {
  const members = Object.entries(shape.members)
  if (members.length === 0) return `export type ${name} = Record<string, never>`
  const lines = members.map(([member, target]) =>
    shape.required?.includes(member)
      ? `  ${member}: ${typeOf(target)}`
      : `  ${member}?: ${typeOf(target)} | undefined`,
  )
  return `export interface ${name} {\n${lines.join('\n')}\n}`
}

function typeDeclaration(name) {
  const shape = shapeOf(name)
  if (name === DOCUMENT) return documentType
  if (shape.enum) return `export type ${name} = ${union(shape.enum)}`
  return shape.type === 'structure' ? structureType(name, shape) : undefined
}

const documentType = `/** Any JSON value, passed through as it came. */
export type Document = null | boolean | number | string | Document[] | { [key: string]: Document }`

const byOperation = (name, doc, type) =>
  `/** ${doc} */\nexport interface ${name} {\n${sortedKeys(operations)
    .map((operation) => `  ${operation}: ${type(operations[operation])}`)
    .join('\n')}\n}`

function inputStructures() {
  const names = [...reachable(Object.values(operations).map((operation) => operation.input))].sort()
  return names.filter((name) => shapeOf(name).type === 'structure' && name !== DOCUMENT)
}

function typesFile() {
  const used = reachable(
    Object.values(operations).flatMap(({ input, output }) => (output ? [input, output] : [input])),
  )
  const codes = sortedKeys(shapes).filter((name) => shapes[name].exception)
  return [
    header,
    '/** The operations, as they stand behind the dot of the `X-Amz-Target` header. */',
    `export type OperationName =\n${sortedKeys(operations)
      .map((name) => `  | ${quote(name)}`)
      .join('\n')}\n`,
    '/** The errors of the service, as they stand in the `__type` of an answer. */',
    `export type ErrorCode =\n${codes.map((name) => `  | ${quote(name)}`).join('\n')}\n`,
    '/** Those of Latchkey, which Cognito does not have. */',
    `export type LatchkeyOperationName = ${union(sortedKeys(ours.operations))}\n`,
    '/** Those for operators: signed, or sent with an access token of an operator. */',
    `export type SignedOperationName = ${union(sortedKeys(operations).filter((name) => operations[name].signed))}\n`,
    `${byOperation('Requests', 'What each operation takes.', ({ input }) => input)}\n`,
    `${byOperation('Responses', 'What each operation answers.', ({ output }) => output ?? 'Record<string, never>')}\n`,
    `${byOperation('DeclaredErrors', 'What each operation may refuse with.', ({ errors }) => union(errors))}\n`,
    '/** The structures that a request can be made of, by name. */',
    `export interface InputShapes {\n${inputStructures()
      .map((name) => `  ${name}: ${name}`)
      .join('\n')}\n}\n`,
    ...[...used]
      .sort()
      .map(typeDeclaration)
      .filter((text) => text !== undefined),
    '',
  ].join('\n')
}

// ---- model.ts --------------------------------------------------------------------------------------------------

const FACTS = ['min', 'max', 'pattern', 'enum', 'sensitive']

/** A scalar without any limit needs no name of its own: its type says all. */
function short(name) {
  const shape = shapeOf(name)
  if (name === DOCUMENT) return 'document'
  return shape.type in scalars && !FACTS.some((fact) => fact in shape) ? shape.type : name
}

function literal(value) {
  if (typeof value === 'string') return quote(value)
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value !== 'object') return String(value)
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key}: ${literal(inner)}`)
    .join(', ')} }`
}

function compactMembers(shape) {
  const mark = (member) => (shape.required?.includes(member) ? '!' : '')
  return Object.fromEntries(
    Object.entries(shape.members).map(([member, target]) => [member, short(target) + mark(member)]),
  )
}

function compact(name) {
  const shape = shapeOf(name)
  const facts = { type: shape.type }
  for (const fact of FACTS) if (fact in shape) facts[fact] = shape[fact]
  for (const part of ['member', 'key', 'value']) if (part in shape) facts[part] = short(shape[part])
  if (shape.members) facts.members = compactMembers(shape)
  return `  ${name}: ${literal(facts)},`
}

function compactOperation(name) {
  const { signed, errors } = operations[name]
  const codes = errors.map((code) => code.replace(/Exception$/, '')).join(' ')
  const whose = name in ours.operations ? ', ours: true' : ''
  return `  ${name}: { signed: ${signed}, errors: ${quote(codes)}${whose} },`
}

function modelFile() {
  const used = [...reachable(Object.values(operations).map((operation) => operation.input))].sort()
  const named = used.filter((name) => short(name) === name)
  const plain = [...Object.keys(scalars), 'document'].map((type) => `  ${type}: { type: '${type}' },`)
  return [
    `${header}import type { OperationEntry, Shape } from '../shape.js'\nimport type { OperationName } from './types.js'\n`,
    '/** By operation: whether it is signed, its errors without the ending `Exception`, and whether it is of Latchkey. */',
    `export const operations: Readonly<Record<OperationName, OperationEntry>> = {`,
    ...sortedKeys(operations).map(compactOperation),
    '}\n',
    '/** The shapes of requests. A member whose shape ends in `!` is required. Lower-case names are scalars without limits. */',
    'export const shapes: Readonly<Record<string, Shape>> = {',
    ...plain,
    ...named.map(compact),
    '}\n',
  ].join('\n')
}

// ---- files -----------------------------------------------------------------------------------------------------

function read(url) {
  try {
    return readFileSync(url, 'utf8')
  } catch {
    return undefined
  }
}

checkAssumptions()
const folder = new URL('src/generated/', here)
const files = { 'model.ts': modelFile(), 'types.ts': typesFile() }
const stale = Object.keys(files).filter((name) => read(new URL(name, folder)) !== files[name])

if (process.argv.includes('--check')) {
  for (const name of stale)
    console.error(`src/generated/${name} is not what model.json says: run generate.mjs`)
  process.exitCode = stale.length > 0 ? 1 : 0
} else {
  mkdirSync(folder, { recursive: true })
  for (const name of stale) writeFileSync(new URL(name, folder), files[name])
}
