import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'

/** Documentation is true: every command and every snippet in it is run. */

const root = import.meta.dirname
const run = promisify(execFile)

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'bench/README.md',
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

/** Runs a command that serves, on a free port and a data folder of its own. */
async function start(command: string, data: string): Promise<Started> {
  const [program = '', ...args] = `${command} --port 0 --data ${data}`.split(' ')
  // A group of its own: npm stands between this process and the server.
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let output = ''
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += text
        const found = /^ready (\S+)$/m.exec(output)?.[1]
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
}

/** Commands of `latchkey` run one after the other on one data folder, the server's last, as a reader would. */
const latchkeyCommands = commands.filter((command) => command.startsWith('npm run latchkey -- '))
const benchCommands = commands.filter((command) => command.startsWith('npm run bench'))

describe('commands', () => {
  test('each is one that this test knows how to run', () => {
    const known = [...Object.keys(runners), ...latchkeyCommands, ...benchCommands]
    expect(commands.filter((command) => !known.includes(command))).toEqual([])
    expect(Object.keys(runners).filter((command) => !commands.includes(command))).toEqual([])
  })

  test.each(Object.entries(runners))('%s', { timeout: 120_000 }, async (command, runner) => runner(command))

  test('those of latchkey', { timeout: 120_000 }, async () => {
    const serving = latchkeyCommands.filter((command) => command.startsWith(SERVE))
    const others = latchkeyCommands.filter((command) => !command.startsWith(SERVE))
    expect(serving.length).toBeGreaterThan(0)
    expect(others.length).toBeGreaterThan(0)
    for (const command of serving) {
      using data = temporaryFolder()
      await using _server = await start(command.replace(/--(?:port|data) \S+ ?/g, ''), data.path)
      for (const other of others) {
        const [program = '', ...args] = other.replace('.latchkey', data.path).split(' ')
        await run(program, args, { cwd: root })
      }
    }
  })

  test('those of the bench, with few sign-ins', { timeout: 240_000 }, async () => {
    expect(benchCommands.length).toBeGreaterThan(0)
    for (const command of benchCommands) {
      const [program = '', ...args] = `${command} --sizes 20 --sign-ins 10 --warm-up 10`.split(' ')
      await run(program, args, { cwd: root })
    }
  })
})

describe('snippets', () => {
  test('those of packages run by themselves', async () => {
    const own = written('js').filter(({ page }) => page.startsWith('packages/'))
    expect(own.length).toBeGreaterThan(0)
    for (const { text } of own) await runSnippet(text)
  })

  test('configuration files serve', async () => {
    for (const { text } of written('json')) {
      using data = temporaryFolder()
      const file = join(data.path, 'latchkey.json')
      writeFileSync(file, text)
      await using _server = await start(`${SERVE} --config ${file}`, data.path)
    }
  })

  test('there are none of another language, which nothing would run', () => {
    const known = ['sh', 'js', 'json', '']
    expect(blocks.filter(({ language }) => !known.includes(language))).toEqual([])
  })
})

describe('pages', () => {
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
