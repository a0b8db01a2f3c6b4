import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { promisify, stripVTControlCharacters } from 'node:util'
import { startPostgres } from '@latchkey/testing'
import { build } from 'esbuild'
import { describe, expect, test } from 'vitest'

/** Documentation is true: every command and every snippet in it is run. */

const root = import.meta.dirname
const run = promisify(execFile)

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'bench/README.md',
  'examples/app/README.md',
  'packages/client/README.md',
  'packages/react/README.md',
  'packages/srp/README.md',
  'packages/server/src/devices/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]

type Block = { page: string; language: string; text: string }

const blocks: Block[] = pages.flatMap((page) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', text = '']) => ({ page, language, text }),
  ),
)
const written = (language: string) => blocks.filter((block) => block.language === language)
const commands = [...new Set(written('sh').flatMap(({ text }) => text.trim().split('\n')))]

/** A folder for the data of a server, which is gone at the end. */
function temporaryFolder(): Disposable & { path: string } {
  const path = mkdtempSync(join(tmpdir(), 'latchkey-docs-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

type Started = AsyncDisposable & { url: string; output(): string }

/** Runs a command of Latchkey that serves, on a free port and a data folder of its own. */
const start = (command: string, data: string) =>
  startServer(`${command} --port 0 --data ${data}`, /^ready (\S+)$/m)

/** Runs a command that serves, and that says where. */
async function startServer(command: string, ready: RegExp): Promise<Started> {
  const [program = '', ...args] = command.split(' ')
  // A group of its own: npm stands between this process and the server.
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let output = ''
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += text
        const found = ready.exec(stripVTControlCharacters(output))?.[1]
        if (found) resolve(found)
      })
    }
    ended.then(() => reject(new Error(output)))
  })
  return {
    url,
    output: () => output,
    async [Symbol.asyncDispose]() {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
      await ended
    },
  }
}

/** Runs a command that would follow what happens without end, for a while. */
async function follows(command: string): Promise<void> {
  const [program = '', ...args] = command.split(' ')
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'], detached: true })
  let said = ''
  child.stderr.on('data', (text) => {
    said += text
  })
  const ended = once(child, 'close').then(() => `ended: ${said}`)
  const outcome = await Promise.race([ended, setTimeout(3000, 'follows')])
  if (child.pid !== undefined && outcome === 'follows') process.kill(-child.pid, 'SIGTERM')
  await ended
  expect(outcome).toBe('follows')
}

/** Runs JavaScript as a module of the project's, in something like a browser. Rejects when it throws. */
const runSnippet = (code: string) =>
  run(process.execPath, ['--input-type=module', '--eval', `${BROWSER}\n${code}`], { cwd: root })

/** aws-amplify names a device by the browser's user agent; Node 20 has none. */
const BROWSER = `if (!globalThis.navigator) globalThis.navigator = { userAgent: 'Docs' }`

const SERVE = 'npm run latchkey -- serve'

/** How each command of the documentation is run here. */
const runners: Record<string, (command: string) => Promise<void>> = {
  'npm test': async () => {
    // It is what runs this.
    expect(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts.test).toBe(
      'node scripts/test.mjs',
    )
  },
  'npm start': async () => {
    using data = temporaryFolder()
    await using server = await start('npm start --', data.path)
    await expect.poll(server.output).toContain(`userPoolEndpoint: '${server.url}'`)
    for (const { text } of written('js').filter(({ page }) => page === 'README.md')) {
      await runSnippet(text.replaceAll('http://127.0.0.1:9229', server.url))
    }
  },
  'npm run story': async () => {
    const { stdout } = await run('npm', ['run', '-s', 'story'], { cwd: root })
    expect(stdout).toMatch(/REMEMBERED[\s\S]*FORGOTTEN[\s\S]*That is the life of a device\.\n$/)
  },
  'npm run build': async () => {
    await run('npm', ['run', '-s', 'build'], { cwd: root })
  },
  // conformance/browser/authenticator.test.ts uses what it shows.
  'npx vite examples/app': async (command) => {
    await using server = await startServer(command, /Local: +(\S+)/)
    const pool = await (await fetch(new URL('/pool.json', server.url))).json()
    expect(pool.Auth.Cognito).toMatchObject(SAMPLE)
  },
  // packages/client/test/packed.test.ts installs what it packs.
  'npm pack --workspace packages/srp --workspace packages/client': async (command) => {
    const [program = '', ...args] = `${command} --dry-run --json`.split(' ')
    const { stdout } = await run(program, args, { cwd: root })
    const files: string[] = JSON.parse(stdout).map(({ filename }: { filename: string }) => filename)
    const guide = readFileSync(join(root, 'docs', 'guide', 'getting-started.md'), 'utf8')
    expect(files.filter((file) => !guide.includes(file))).toEqual([])
  },
}

/** Where `npm start` serves what. */
const SAMPLE = {
  userPoolId: 'local_Sample1',
  userPoolClientId: 'sampleclient',
  userPoolEndpoint: 'http://127.0.0.1:9229',
}

/** Commands of `latchkey` run one after the other on one data folder, the server's last, as a reader would. */
const latchkeyCommands = commands.filter((command) => command.startsWith('npm run latchkey -- '))
const movingCommands = latchkeyCommands.filter((command) =>
  /^npm run latchkey -- (?:ex|im)port /.test(command),
)
const benchCommands = commands.filter((command) => command.startsWith('npm run bench'))

/** What makes each benchmark short: whether it runs is asked here, not what comes out. */
const few: Record<string, string[]> = {
  'npm run bench -- sign-in':
    '--sizes 20 --sign-ins 10 --warm-up 10 --starts 1 --soak 10 --nodes 1,2 --seconds 1'.split(' '),
  'npm run bench -- peers': '--users 20 --rounds 1 --seconds 1'.split(' '),
  'npm run bench -- client': ['--sign-ins', '1', '--warm-up', '1'],
  'npm run bench -- size': [],
  'npm run bench -- imports': ['--users', '200'],
  'npm run bench -- move': ['--users', '200'],
  'npm run bench -- console': '--users 200 --devices 600 --frames 10'.split(' '),
  'npm run bench -- lists': '--users 200 --devices 600 --events 1000 --times 1'.split(' '),
}

/** A peer is no dependency of ours: what it is compared with can be tested without a network, too, if loudly. */
const REGISTRY_UNREACHABLE = /NOTHING WAS MEASURED/

describe('commands', () => {
  test('each is one that this test knows how to run', () => {
    const known = [...Object.keys(runners), ...latchkeyCommands, ...benchCommands]
    expect(commands.filter((command) => !known.includes(command))).toEqual([])
    expect(Object.keys(runners).filter((command) => !commands.includes(command))).toEqual([])
  })

  test.each(Object.entries(runners))('%s', { timeout: 120_000 }, async (command, runner) => runner(command))

  test('those of latchkey', { timeout: 240_000 }, async () => {
    const serving = latchkeyCommands.filter((command) => command.startsWith(SERVE))
    const others = latchkeyCommands.filter(
      (command) => !command.startsWith(SERVE) && !movingCommands.includes(command),
    )
    expect(serving.length).toBeGreaterThan(0)
    expect(others.length).toBeGreaterThan(0)
    for (const command of serving) {
      using data = temporaryFolder()
      await using _server = await start(command.replace(/--(?:port|data) \S+ ?/g, ''), data.path)
      for (const other of others) {
        const here = other.replace('.latchkey', data.path)
        const [program = '', ...args] = here.split(' ')
        if (args.includes('tail')) await follows(here)
        else await run(program, args, { cwd: root })
      }
    }
  })

  test('those that move a pool from a folder to PostgreSQL, in their order', {
    timeout: 120_000,
  }, async () => {
    await using postgres = await startPostgres()
    using data = temporaryFolder()
    const database = await postgres.createDatabase()
    await using _server = await start('npm start --', join(data.path, '.latchkey'))
    expect(movingCommands).toHaveLength(3)
    for (const command of movingCommands) {
      const here = command
        .replace(/\.latchkey\b/, join(data.path, '.latchkey'))
        .replace('pool.export', join(data.path, 'pool.export'))
        .replace(/postgres:\S+/, database)
      const [program = '', ...args] = here.split(' ')
      const env = {
        ...process.env,
        LATCHKEY_EXPORT_KEY: Buffer.alloc(32, 7).toString('base64'),
        ...(here.includes(database) && { LATCHKEY_MASTER_KEY: Buffer.alloc(32, 8).toString('base64') }),
      }
      const { stdout } = await run(program, args, { cwd: root, env })
      expect(stdout).toMatch(/(?:Exported|A whole export of|Imported) local_Sample1: 1 users/)
    }
  })

  test('those of the bench, with few sign-ins', { timeout: 480_000 }, async () => {
    expect(Object.keys(few).sort()).toEqual([...benchCommands].sort())
    for (const [command, options] of Object.entries(few)) {
      const [program = '', ...args] = [...command.split(' '), ...options]
      await run(program, args, { cwd: root }).catch((error) => {
        if (!REGISTRY_UNREACHABLE.test(error.stderr)) throw error
        console.warn(`NOT MEASURED: ${command}, with the peer. ${error.stderr}`)
        return run(program, [...args, '--only', 'latchkey'], { cwd: root })
      })
    }
  })
})

const pagesWith = (language: string) => [...new Set(written(language).map(({ page }) => page))]
/** packages/cli/test/two-nodes.test.ts runs its snippet, on the nodes that the page starts. */
const TWO_NODES = 'docs/guide/scale.md'

const isOfGuide = (page: string) => page.startsWith('docs/guide/') || page === 'packages/client/README.md'

/** Pages that show an app: `npm test` compiles it, and another test uses it. */
const exampleOf: Record<string, string> = { 'docs/guide/authenticator.md': 'examples/app' }

const READER = pathToFileURL(join(root, 'scripts', 'docs', 'reader.mjs')).href

/** What it says that is printed: an ellipsis stands for whatever is not worth saying. */
const inOneLine = (told: string) =>
  new RegExp(`^${told.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '.*')}$`)

/** The snippets of a page as files of an app. A comment in the first line names the file. */
function appOf(page: string, language: string, edit = (text: string) => text) {
  const folder = temporaryFolder()
  symlinkSync(join(root, 'node_modules'), join(folder.path, 'node_modules'))
  writeFileSync(join(folder.path, 'package.json'), '{ "type": "module" }')
  const texts = written(language).filter((block) => block.page === page)
  const files = texts.map(({ text }, at) => {
    const file = /^\/\/ (\S+\.m?[jt]sx?)\b.*\n/.exec(text)?.[1] ?? `snippet-${at + 1}.${language}`
    mkdirSync(dirname(join(folder.path, file)), { recursive: true })
    writeFileSync(join(folder.path, file), edit(text))
    return file
  })
  return { ...folder, files, text: texts.map(({ text }) => text).join('\n') }
}

const STRICT = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: 'ES2023',
  module: 'ESNext',
  moduleResolution: 'bundler',
  lib: ['ES2023', 'DOM'],
  jsx: 'react-jsx',
  types: [],
}

/** Frameworks that are not installed here: in snippets that use them, everything goes. */
const FRAMEWORKS = `
declare module '*.css'
declare module 'react-native'
declare module 'react-native-*'
declare module '@react-native-*'
declare module 'next/*'
declare module 'next/server' {
  type Cookies = {
    get(name: string): { value: string } | undefined
    getAll(): { name: string; value: string }[]
    set(...cookie: unknown[]): void
  }
  export class NextRequest extends Request { readonly cookies: Cookies }
  export class NextResponse extends Response {
    readonly cookies: Cookies
    static next(): NextResponse
    static redirect(url: URL): NextResponse
  }
}
`

describe('snippets', () => {
  test('those of packages/srp run by themselves', async () => {
    const own = written('js').filter(({ page }) => page === 'packages/srp/README.md')
    expect(own.length).toBeGreaterThan(0)
    for (const { text } of own) await runSnippet(text)
  })

  test('configuration files serve', async () => {
    for (const { page, text } of written('json')) {
      // With the modules that the page shows beside it.
      using data = appOf(page, 'js')
      const file = join(data.path, 'latchkey.json')
      writeFileSync(file, text)
      await using _server = await start(`${SERVE} --config ${file}`, data.path)
    }
  })

  test.each(pagesWith('js').filter((page) => isOfGuide(page) && page !== TWO_NODES))(
    'those of %s run one after the other, as modules of one app, and print what they say',
    { timeout: 120_000 },
    async (page) => {
      using data = temporaryFolder()
      await using server = await start('npm start --', data.path)
      using app = appOf(page, 'js', (text) => text.replaceAll('http://127.0.0.1:9229', server.url))
      const imports = app.files.map((file) => `await import('./${file}')`)
      writeFileSync(join(app.path, 'main.mjs'), `await import('${READER}')\n${imports.join('\n')}\n`)
      const { stdout } = await run(process.execPath, ['main.mjs'], { cwd: app.path })
      const told = [...app.text.matchAll(/^ *console\.log\(.*\) +\/\/ (.*)$/gm)].map(([, line = '']) => line)
      const lines = stdout.split('\n').slice(0, -1)
      expect(lines).toEqual(told.map((line) => expect.stringMatching(inOneLine(line))))
    },
  )

  test.each(Object.entries(exampleOf))('those of %s are files of %s', (page, example) => {
    const snippets = written('tsx').filter((block) => block.page === page)
    for (const { text } of snippets) {
      const [, file = '', code] = /^\/\/ (\S+)\n([\s\S]*)$/.exec(text) ?? []
      expect(code).toBe(readFileSync(join(root, example, file), 'utf8'))
    }
  })

  test.each(Object.values(exampleOf))('%s asks for the versions that it is tested with', (example) => {
    const packageOf = (folder: string) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    const { dependencies, devDependencies } = packageOf(example)
    expect(packageOf('.').devDependencies).toMatchObject({ ...dependencies, ...devDependencies })
  })

  const ofNoExample = (page: string) => exampleOf[page] === undefined

  test.each(pagesWith('tsx').filter(ofNoExample))(
    'those of %s in TypeScript compile, and bundle',
    async (page) => {
      using app = appOf(page, 'tsx')
      writeFileSync(join(app.path, 'frameworks.d.ts'), FRAMEWORKS)
      writeFileSync(join(app.path, 'tsconfig.json'), JSON.stringify({ compilerOptions: STRICT }))
      const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
      await run(process.execPath, [tsc, '-p', app.path]).catch(({ stdout, stderr }) =>
        expect.fail(stdout || stderr),
      )
      for (const file of app.files) {
        const isNative = readFileSync(join(app.path, file), 'utf8').includes("from 'react-native'")
        await build({
          entryPoints: [join(app.path, file)],
          bundle: true,
          write: false,
          // Style sheets become files beside it.
          outdir: 'out',
          format: 'esm',
          jsx: 'automatic',
          logLevel: 'silent',
          external: ['react', 'react/*', 'react-native', 'react-native-*', '@react-native-*', 'next/*'],
          conditions: isNative ? ['react-native'] : [],
        })
      }
    },
  )

  test('there are none of another page or language, which nothing would run', () => {
    const isRun = (page: string) => isOfGuide(page) || ['README.md', 'packages/srp/README.md'].includes(page)
    expect(pagesWith('js').filter((page) => !isRun(page))).toEqual([])
    // Those in `ts` are signatures and examples of the reference: the compiler's, and examples.test.ts runs them.
    expect(pagesWith('ts')).toEqual(['docs/reference/client.md'])
    // conformance/aws-cli.test.ts runs those in `console`, and compares what is printed.
    expect(pagesWith('console')).toEqual(['docs/guide/aws-cli.md'])
    // Tests of packages/server and packages/cli set up what those in `ini` say, and run those in `bash`.
    for (const language of ['ini', 'bash']) expect(pagesWith(language)).toEqual(['docs/guide/scale.md'])
    // packages/react/src/readme.test.ts knows which variables there are.
    expect(pagesWith('css')).toEqual(['packages/react/README.md'])
    const known = ['sh', 'js', 'json', 'ts', 'tsx', 'css', 'console', 'ini', 'bash', '']
    expect(blocks.filter(({ language }) => !known.includes(language))).toEqual([])
  })
})

describe('pages', () => {
  test('the reference of the client is what its docstrings say', async () => {
    await run(process.execPath, [join(root, 'scripts', 'write-client-reference.mjs'), '--check'], {
      cwd: root,
    })
  })

  test('the list of operations is what the table of contents says', async () => {
    await run(process.execPath, [join(root, 'scripts', 'write-operations.mjs'), '--check'], { cwd: root })
  })

  test('links between pages lead somewhere', () => {
    const dead = pages.flatMap((page) =>
      [...readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)]
        .map(([, target = '']) => join(dirname(page), target))
        .filter((target) => !existsSync(join(root, target)))
        .map((target) => `${page} → ${target}`),
    )
    expect(dead).toEqual([])
  })

  test('files that the map names are there', () => {
    const named = [
      ...readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8').matchAll(
        /`((?:packages|docs|conformance|bench)\/[^`*…]*|[\w.]+\.test\.ts)`/g,
      ),
    ]
    const missing = named
      .map(([, path = '']) => path)
      .filter((path) => !/NAME/.test(path) && !existsSync(join(root, path)))
    expect(missing).toEqual([])
  })
})
