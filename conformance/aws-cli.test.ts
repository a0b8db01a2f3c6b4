import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { serve } from '@latchkey/server'
import { expect, inject, test } from 'vitest'

/** The page about the AWS CLI is true: its commands are run one after the other in one shell, and print what it says. */

declare module 'vitest' {
  interface ProvidedContext {
    /** Where it is, from scripts/aws-cli.mjs; undefined where there is none. */
    awsCli: string | undefined
  }
}

const aws = inject('awsCli')
const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'guide', 'aws-cli.md'), 'utf8')

type Step = { command: string; told: string }

/** `$ command`, and the lines after it up to the next one. */
const steps: Step[] = [...page.matchAll(/^```console\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      const end = step.indexOf('\n')
      return { command: step.slice(0, end), told: step.slice(end + 1) }
    }),
)

/** What is another one each time: names of it in its place. */
const madeUp: [RegExp, string][] = [
  [/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)/g, 'DATE'],
  [/local_[0-9a-f]{8}-[0-9a-f-]{27}/g, 'DEVICE'],
  [/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'UUID'],
  [/local_[0-9A-Za-z]{9}\b/g, 'POOL'],
  [/\b[0-9a-z]{26}\b/g, 'CLIENT'],
]

const withoutMadeUp = (text: string) =>
  madeUp.reduce((written, [pattern, name]) => written.replaceAll(pattern, name), text)

/** A mark that no output has, which ends the output of each command. */
const MARK = '\u{1}'

/** Runs the commands in one shell. What each printed, on either of its outputs. */
async function outputsOf(commands: string[], endpoint: string): Promise<string[]> {
  const script = commands
    .map((command) => `${command.replaceAll('http://127.0.0.1:9229', endpoint)}\nprintf '${MARK}'`)
    .join('\n')
  const shell = spawn('bash', ['-c', `exec 2>&1\n${script}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { HOME: '/nonexistent', TZ: 'UTC', LC_ALL: 'C.UTF-8', PATH: `${dirname(aws ?? '')}:/usr/bin:/bin` },
  })
  let printed = ''
  shell.stdout.on('data', (text) => {
    printed += text
  })
  await new Promise((resolve) => shell.once('close', resolve))
  return printed.split(MARK)
}

async function startServer(): Promise<AsyncDisposable & { url: string }> {
  const data = mkdtempSync(join(tmpdir(), 'latchkey-aws-cli-'))
  const serving = await serve({ host: '127.0.0.1', port: 0, data }, { LATCHKEY_LOG_LEVEL: 'silent' })
  return {
    url: serving.url,
    async [Symbol.asyncDispose]() {
      await serving.close()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

const servicesOf = (commands: string[]) =>
  new Set(commands.flatMap((command) => /\bidp ([a-z-]+)/.exec(command)?.[1] ?? []))

test('the page shows twenty everyday commands, and more', () => {
  expect(servicesOf(steps.map(({ command }) => command)).size).toBeGreaterThan(20)
})

test.skipIf(aws === undefined)(
  'every command of the page prints what the page says',
  { timeout: 300_000 },
  async () => {
    await using server = await startServer()
    const outputs = await outputsOf(
      steps.map(({ command }) => command),
      server.url,
    )
    expect(outputs).toHaveLength(steps.length + 1)
    const printed = steps.map(({ command }, at) => `$ ${command}\n${withoutMadeUp(outputs[at] ?? '')}`)
    expect(printed).toEqual(steps.map(({ command, told }) => `$ ${command}\n${withoutMadeUp(told)}`))
  },
)
