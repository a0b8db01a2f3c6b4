// npm run docs:client: writes docs/reference/client.md from the docstrings of packages/client/src; --check only compares.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { prepare, root, say } from './prepare.mjs'

prepare()
/** Declarations have the docstrings of the source, and types where the source leaves them to the compiler. */
const dist = join(root, 'packages', 'client', 'dist')

const doors = [
  { module: '@latchkey/auth', file: 'index.d.ts' },
  { module: '@latchkey/auth/cognito', file: 'cognito/index.d.ts' },
  { module: '@latchkey/auth/latchkey', file: 'latchkey/index.d.ts' },
  { module: '@latchkey/auth/server', file: 'server/index.d.ts' },
]

/** Rooms of the main door, in the order in which a reader needs them. */
const ROOMS = {
  '.': 'Setting up, errors, events',
  'sign-in': 'Signing in and out',
  tokens: 'Sessions',
  devices: 'Devices',
  mfa: 'Second factors',
  passkeys: 'Passkeys',
  users: 'Accounts',
  storage: 'Storage',
}

/** A declaration at the top of a file, and the docstring before it. What is indented or closes a bracket goes on with it. */
const STATEMENT = new RegExp(
  [
    /(?:^(?<comment>\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\n)?/,
    /^(?<exported>export )?(?:declare )?/,
    /(?<code>(?:class|interface) (?<block>\w+)[\s\S]*?^\}$|(?:function|const|type) (?<line>\w+)[\s\S]*?;$(?!\n[ }]))/,
  ]
    .map(({ source }) => source)
    .join(''),
  'gm',
)

/** Stands between signatures while they are formatted. */
const MARK = '// next'

/** Declarations that were read, by file. */
const known = new Map()

function page() {
  const told = new Map()
  const [main, ...others] = doors.map((door) => ({ ...door, exports: exportsOf(door.file) }))
  const rooms = Object.entries(ROOMS).map(([room, title]) => [title, main.exports.filter(isOf(room))])
  const modules = others.map(({ module, exports }) => [`\`${module}\``, exports])
  const types = ['Types of inputs and outputs', main.exports.filter(isOf('types'))]
  const parts = [
    '<!-- Written by scripts/write-client-reference.mjs from packages/client/src. Do not edit. -->',
    '# Reference of @latchkey/auth',
    `What the functions take and give is what those of \`aws-amplify/auth\` take and give, and more where this page says so.
Comments in examples show what goes over the wire, and what comes out. Lines that begin with \`expired:\` are true where the
tokens have expired. Every example is run against a server.`,
    overview([...rooms, ...modules]),
    ...[...rooms, types, ...modules].flatMap(([title, entries]) => section(title, entries, told)),
  ]
  return `${formatted(parts.join('\n\n'))}\n`
}

/** Functions, classes and objects: what is there when an app runs. */
const isAct = ({ code }) => !/^(?:type|interface) /.test(code)

const isOf =
  (room) =>
  ({ from }) =>
    roomOf(from) === room

function roomOf(from) {
  if (from === 'types.d.ts') return 'types'
  return from.includes('/') ? dirname(from) : '.'
}

/** The functions by name, room by room. */
const overview = (doors) =>
  [
    '| | |',
    '|---|---|',
    ...doors.map(([title, entries]) => `| ${title} | ${entries.filter(isAct).map(linkTo).join(', ')} |`),
  ].join('\n')

const linkTo = (entry) => `[${entry.name}](#${anchorOf(entry)})`

/** Entries by the anchors of their headings. */
const anchors = new Map()

/** Of two headings alike, the second has a number: two doors have a function of one name. */
function anchorOf(entry) {
  const found = [...anchors].find(([, one]) => one === entry)
  if (found) return found[0]
  const plain = entry.name.toLowerCase()
  const anchor = anchors.has(plain) ? `${plain}-1` : plain
  anchors.set(anchor, entry)
  return anchor
}

const withComment = ({ comment, code }) => (comment ? `${comment}\n${code}` : code)

/** Functions one by one, then the types around them. What another part has told already is only named. */
function section(title, entries, told) {
  const fresh = entries.filter((entry) => !told.has(entry))
  for (const entry of fresh) told.set(entry, title)
  const again = entries.filter((entry) => told.get(entry) !== title).map(({ name }) => `\`${name}\``)
  const types = withLocalTypes(fresh).filter((entry) => !isAct(entry))
  return [
    `## ${title}`,
    ...fresh.filter(isAct).flatMap(act),
    ...(types.length > 0 ? [code(types.map(withComment).join('\n\n'))] : []),
    ...(again.length > 0 ? [`It exports ${again.join(', ')} as well.`] : []),
  ]
}

function act({ name, doc, code: declaration, from }) {
  if (!doc.text) throw new Error(`${name} of ${from} has no docstring.`)
  const { params, returns, throws } = doc
  const lines = [
    ...params.map((text) => `- ${text.replace(/^(\w+) /, '`$1`: ')}`),
    ...(returns ? [`- Returns ${returns}`] : []),
    ...(throws ? [`- Throws ${throws.replace(/^AuthError /, '`AuthError`: ')}`] : []),
  ]
  return [
    `### ${name}`,
    doc.text,
    ...(lines.length > 0 ? [lines.join('\n')] : []),
    code(declaration),
    ...doc.examples.map((example) => code(example, 'example')),
  ]
}

/** Types that a file keeps for itself are shown with what is made of them. */
function withLocalTypes(entries) {
  const shown = []
  const seen = new Set()
  const add = (entry) => {
    if (seen.has(entry)) return
    seen.add(entry)
    for (const other of declarationsOf(entry.from).values()) {
      if (!other.isExported && other !== entry && new RegExp(`\\b${other.name}\\b`).test(entry.code))
        add(other)
    }
    shown.push(entry)
  }
  entries.forEach(add)
  return shown
}

/** What a front door exports, in its order: each name with its declaration. */
function exportsOf(door) {
  const text = readFileSync(join(dist, door), 'utf8')
  const own = [...declarationsOf(door).values()].filter(({ isExported }) => isExported)
  const passedOn = [...text.matchAll(/^export (?:type )?(\{[^}]*\}|\*) from '(.+)\.js';$/gm)].flatMap(
    ([, names = '', target]) => {
      const from = join(dirname(door), `${target}.d.ts`)
      const declared = declarationsOf(from)
      if (names === '*') return [...declared.values()].filter(({ isExported }) => isExported)
      return names
        .replace(/[{}\s]|\btype\b/g, '')
        .split(',')
        .filter(Boolean)
        .map((name) => declared.get(name) ?? missing(name, from))
    },
  )
  return [...passedOn, ...own]
}

function missing(name, from) {
  throw new Error(`${name} is not found in ${from}.`)
}

/** The declarations of a file, by name. Overloads of a function are one. */
function declarationsOf(from) {
  const found = known.get(from) ?? new Map()
  if (known.has(from)) return found
  known.set(from, found)
  for (const { groups } of readFileSync(join(dist, from), 'utf8').matchAll(STATEMENT)) {
    const { comment = '', exported, code, block, line } = groups
    const name = block ?? line
    const before = found.get(name)
    if (before) before.code += `\n${code}`
    else
      found.set(name, { name, from, code, isExported: exported !== undefined, comment, doc: docOf(comment) })
  }
  return found
}

/** A docstring, by its parts. */
function docOf(comment) {
  const [text = '', ...tags] = comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .replace(/^\s*\* ?/gm, '')
    .trim()
    .split(/^@(?=\w)/m)
    .map((part) => part.trim())
  const tagged = (tag) =>
    tags.filter((part) => part.startsWith(tag)).map((part) => part.slice(tag.length).trim())
  return {
    text,
    params: tagged('param'),
    returns: tagged('returns')[0],
    throws: tagged('throws')[0],
    examples: tagged('example'),
  }
}

/** Signatures are set in the project's format afterwards, all at once. */
const code = (text, kind = 'signature') => `\`\`\`ts ${kind}\n${text}\n\`\`\``

function formatted(markdown) {
  const blocks = [...markdown.matchAll(/^```ts signature\n([\s\S]*?)^```$/gm)].map(([, text]) => text)
  const result = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome'),
      'format',
      '--stdin-file-path=reference.d.ts',
    ],
    { cwd: root, input: blocks.join(`\n${MARK}\n`), encoding: 'utf8' },
  )
  if (result.status !== 0) throw new Error(result.stderr)
  const neat = result.stdout.split(MARK).map((text) => text.trim())
  if (neat.length !== blocks.length) throw new Error('A signature was lost on the way through the formatter.')
  return markdown
    .replace(/^```ts signature\n[\s\S]*?^```$/gm, () => `\`\`\`ts\n${neat.shift()}\n\`\`\``)
    .replaceAll('```ts example', '```ts')
}

const file = join(root, 'docs', 'reference', 'client.md')
const written = page()
if (!process.argv.includes('--check')) writeFileSync(file, written)
else if (readFileSync(file, 'utf8') !== written) {
  say('docs/reference/client.md is not what the docstrings say. Run: npm run docs:client')
  process.exit(1)
}
