import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

/** What browsers load of the console and of the account page, as they are built. conformance/browser/pages.test.ts sees it loaded. */

const root = join(import.meta.dirname, '..', '..', '..')
const built = join(import.meta.dirname, '..', 'dist')
const read = (file: string) => readFileSync(join(built, file), 'utf8')

/** Of Vite's manifest: a file that is loaded, and what comes with it. */
type Chunk = { file: string; css?: string[]; imports?: string[]; dynamicImports?: string[] }
const manifest: Record<string, Chunk> = JSON.parse(read('.vite/manifest.json'))

const ENTRY = 'index.html'
const CONSOLE = 'src/console.tsx'
const ACCOUNT = 'src/account.tsx'

function chunkOf(name: string): Chunk {
  const chunk = manifest[name]
  if (!chunk) throw new Error(`Nothing was built of ${name}.`)
  return chunk
}

/** The files that come with these, but for what is imported by `import()`. */
function filesOf(...names: string[]): string[] {
  const found = [...names]
  for (const name of found) found.push(...(chunkOf(name).imports ?? []).filter((one) => !found.includes(one)))
  return [...new Set(found.map(chunkOf).flatMap(({ file, css = [] }) => [file, ...css]))]
}

const gzipped = (files: string[]) =>
  files.reduce((bytes, file) => bytes + gzipSync(readFileSync(join(built, file))).length, 0)

const pagesOf = (folder: string) => Object.keys(manifest).filter((name) => name.startsWith(folder))

const FIRST_VIEWS = [
  ['the console, before anybody signed in', [CONSOLE, 'src/operator/sign-in-page.tsx']],
  ['the console', [CONSOLE, 'src/pools/home-page.tsx', 'src/pools/overview-page.tsx']],
  ['the account page', [ACCOUNT]],
] as const

test.each(FIRST_VIEWS)('the first view of %s is under 250 kB', (_view, parts) => {
  expect(gzipped(filesOf(ENTRY, ...parts))).toBeLessThan(250_000)
})

test('each page of the console is loaded when it is gone to', () => {
  const atStart = filesOf(ENTRY, CONSOLE)
  const pages = pagesOf('src/').filter((name) => name.endsWith('-page.tsx'))
  expect(pages.length).toBeGreaterThan(5)
  expect(pages.filter((name) => atStart.includes(chunkOf(name).file))).toEqual([])
})

test('neither of the two loads the other', () => {
  const own = (name: string) => [chunkOf(name).file, ...(chunkOf(name).css ?? [])]
  expect(filesOf(ENTRY, ACCOUNT).filter((file) => own(CONSOLE).includes(file))).toEqual([])
  expect(filesOf(ENTRY, CONSOLE).filter((file) => own(ACCOUNT).includes(file))).toEqual([])
  const routers = filesOf(ENTRY, ACCOUNT).filter((file) => /TanStack|createRouter|routeTree/.test(read(file)))
  expect(routers, 'the account page has no addresses below it').toEqual([])
})

test('the page has no script and no style in it, which its Content-Security-Policy would not run', () => {
  const page = read(ENTRY)
  expect([...page.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map(([, inside]) => inside)).toEqual([''])
  expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i)
  const addresses = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address)
  expect(addresses.filter((address) => !address?.startsWith('/assets/'))).toEqual([])
})

const scripts = readdirSync(join(built, 'assets')).map((name) => join('assets', name))

/** What must never be inside, and why it could come to be. */
const never: [what: string, pattern: RegExp][] = [
  ['code made of text, which the policy does not run', /\beval\(|\bnew Function\(|\bFunction\("/],
  ['a folder of the machine that it was built on', new RegExp(`${root}|node_modules`)],
  ['a source map, which is not there', /sourceMappingURL/],
  ['the server', /LATCHKEY_MASTER_KEY|better-sqlite3|libsql|kysely/i],
  ['React for development, which is slow', /react-dom(?:-client)?\.development|Download the React DevTools/],
  ['a style or a font of somebody else', /@import|fonts\.(?:googleapis|gstatic)|unpkg\.com|jsdelivr/],
]

test.each(never)('nothing has %s inside', (_what, pattern) => {
  expect(scripts.filter((file) => pattern.test(read(file)))).toEqual([])
})

/** Nobody asks these: namespaces, where the words of an error are, and the endpoint of a pool that has another one. */
const NOT_ASKED = [
  /^https:\/\/cognito-idp\.\$\{/,
  /^https?:\/\/www\.w3\.org\//,
  /^https:\/\/react\.dev\/(?:errors|link)\//,
  /^https?:\/\/(?:localhost|127\.0\.0\.1)\b/,
]

test('no address of somebody else is written anywhere', () => {
  const addresses = scripts.flatMap(
    (file) => read(file).match(/\b(?:https?|wss?):\/\/[\w.-]+[^\s"'`)\\]*/g) ?? [],
  )
  const unknown = addresses.filter((address) => !NOT_ASKED.some((pattern) => pattern.test(address)))
  expect([...new Set(unknown)]).toEqual([])
})
