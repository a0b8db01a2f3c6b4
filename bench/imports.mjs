// @ts-check
// npm run bench -- imports: how long a file of users takes, how much memory, and how others fare meanwhile.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider'
import { ready } from './shared/ready.mjs'

const HELP = `npm run bench -- imports [--users N]

  --users N   how many users are imported, in files of 500,000 at most (default: 100,000)
`

/** Source: "Quotas in Amazon Cognito". */
const MOST_IN_FILE = 500_000
const SAMPLE_MILLISECONDS = 100

/** @param {string[]} args */
export default async function bench(args) {
  const { values } = parseArgs({ args, options: { users: { type: 'string' }, help: { type: 'boolean' } } })
  if (values.help) {
    process.stdout.write(HELP)
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  const server = await startServer(folder)
  try {
    await measure(server, Number(values.users ?? 100_000))
  } finally {
    server.child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {string} folder */
async function startServer(folder) {
  const command = fileURLToPath(new URL('../packages/cli/dist/index.js', import.meta.url))
  const child = spawn(process.execPath, [command, 'serve', '--port', '0', '--data', folder], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, LATCHKEY_LOG_LEVEL: 'warn' },
  })
  return { child, url: await ready(child) }
}

/**
 * @param {Awaited<ReturnType<typeof startServer>>} server
 * @param {number} users
 */
async function measure({ child, url }, users) {
  const sdk = new CognitoIdentityProvider({
    region: 'local',
    endpoint: url,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  const pool = await sdk.createUserPool({ PoolName: 'bench', AliasAttributes: ['email'] })
  const here = { UserPoolId: pool.UserPool?.Id }
  const memory = sampled(() => residentMegabytes(child.pid))
  const waiting = sampled(async () => {
    const asked = performance.now()
    // DescribeUserPool would count the users, of whom there are ever more.
    await sdk.getUserPoolMfaConfig(here)
    return performance.now() - asked
  })
  const began = performance.now()
  for (let first = 0; first < users; first += MOST_IN_FILE) {
    await importFile(sdk, here, first, Math.min(users, first + MOST_IN_FILE))
  }
  const seconds = (performance.now() - began) / 1000
  const tooLong = await refused(sdk, here)
  const [megabytes, answers] = [await memory.stop(), await waiting.stop()]
  const lines = [
    `${users} users in ${seconds.toFixed(1)} s: ${Math.round(users / seconds)} a second, upload and all`,
    `memory of the server: ${megabytes[0]?.toFixed(0)} MB before, ${Math.max(...megabytes).toFixed(0)} MB at most`,
    `others wait meanwhile: ${quantile(answers, 0.5)} ms (p50), ${quantile(answers, 0.99)} ms (p99)`,
    `a file of a million lines is refused in ${tooLong.toFixed(1)} s`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

/**
 * @param {CognitoIdentityProvider} sdk
 * @param {{ UserPoolId: string | undefined }} here
 * @param {number} first
 * @param {number} end
 */
async function importFile(sdk, here, first, end) {
  const { UserImportJob } = await newJob(sdk, here)
  const job = { ...here, JobId: UserImportJob?.JobId }
  const answer = await upload(sdk, here, UserImportJob?.PreSignedUrl, first, end)
  if (!answer.ok) throw new Error(await answer.text())
  await sdk.startUserImportJob(job)
  for (;;) {
    await setTimeout(SAMPLE_MILLISECONDS)
    const { UserImportJob: now } = await sdk.describeUserImportJob(job)
    if (now?.Status === 'Pending' || now?.Status === 'InProgress') continue
    if (now?.Status === 'Succeeded' && now.ImportedUsers === end - first) return
    throw new Error(JSON.stringify(now))
  }
}

/**
 * How long it takes to refuse a file of a million lines.
 * @param {CognitoIdentityProvider} sdk
 * @param {{ UserPoolId: string | undefined }} here
 */
async function refused(sdk, here) {
  const { UserImportJob } = await newJob(sdk, here)
  const began = performance.now()
  const answer = await upload(sdk, here, UserImportJob?.PreSignedUrl, 0, 1_000_000)
  if (answer.status !== 400) throw new Error(`It was answered ${answer.status}.`)
  return (performance.now() - began) / 1000
}

/**
 * @param {CognitoIdentityProvider} sdk
 * @param {{ UserPoolId: string | undefined }} here
 */
const newJob = (sdk, here) =>
  sdk.createUserImportJob({
    ...here,
    JobName: 'bench',
    CloudWatchLogsRoleArn: 'arn:aws:iam::111111111111:role/CognitoCloudWatchLogsRole',
  })

/**
 * @param {CognitoIdentityProvider} sdk
 * @param {{ UserPoolId: string | undefined }} here
 * @param {string | undefined} url
 * @param {number} first
 * @param {number} end
 */
async function upload(sdk, here, url = '', first, end) {
  const { CSVHeader = [] } = await sdk.getCSVHeader(here)
  const body = ReadableStream.from(fileOf(CSVHeader, first, end))
  return fetch(url, /** @type {RequestInit} */ ({ method: 'PUT', body, duplex: 'half' }))
}

/**
 * @param {string[]} columns
 * @param {number} first
 * @param {number} end
 */
async function* fileOf(columns, first, end) {
  yield Buffer.from(`${columns.join()}\n`)
  const many = 1000
  for (let from = first; from < end; from += many) {
    const lines = Array.from({ length: Math.min(many, end - from) }, (_, at) => lineOf(columns, from + at))
    yield Buffer.from(lines.join(''))
  }
}

/**
 * @param {string[]} columns
 * @param {number} number
 */
function lineOf(columns, number) {
  /** @type {Record<string, string>} */
  const user = {
    'cognito:username': `user-${number}`,
    'cognito:mfa_enabled': 'false',
    email: `user-${number}@example.com`,
    email_verified: 'true',
  }
  return `${columns.map((column) => user[column] ?? '').join()}\n`
}

/**
 * Takes a figure again and again until it is stopped.
 * @param {() => number | Promise<number>} figure
 */
function sampled(figure) {
  /** @type {number[]} */
  const figures = []
  let stopped = false
  const running = (async () => {
    while (!stopped) {
      figures.push(await figure())
      await setTimeout(SAMPLE_MILLISECONDS)
    }
  })()
  return {
    async stop() {
      stopped = true
      await running
      return figures
    },
  }
}

/** Of Linux; elsewhere none. @param {number | undefined} pid */
function residentMegabytes(pid) {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
  } catch {
    return Number.NaN
  }
}

/**
 * @param {number[]} figures
 * @param {number} part
 */
const quantile = (figures, part) =>
  figures
    .toSorted((one, other) => one - other)
    .at(Math.floor((figures.length - 1) * part))
    ?.toFixed(1)
