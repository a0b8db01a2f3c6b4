// @ts-check
import { fork } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** @typedef {{ pid: number, ask(question: string, input?: object): Promise<any>, stop(): Promise<void> }} Child */

/**
 * @typedef {{
 *   profile?: string | undefined,
 *   log?: string,
 *   cores?: string | undefined,
 *   env?: Record<string, string>,
 * }} ChildOptions profile: the folder for CPU profiles. log: the file for standard error.
 *   cores: the only ones it runs on, as `taskset` of Linux lists them.
 */

/** How long a child may take to end by itself. */
const PATIENCE_MILLISECONDS = 15_000

/**
 * A process of its own, so that its CPU time is that of the thing measured and of nothing else. It is asked one
 * question at a time. The other end is `answer` of `answer.mjs`.
 *
 * @param {URL} file
 * @param {object} settings handed over with the first question
 * @param {ChildOptions} [options]
 * @returns {Child}
 */
export function startChild(file, settings, options = {}) {
  const child = fork(fileURLToPath(file), [JSON.stringify(settings)], {
    ...command(options),
    // No load balancer has to notice that a server stops.
    env: { ...process.env, LATCHKEY_DRAIN_GRACE_SECONDS: '0', ...options.env },
    stdio: ['ignore', 'ignore', options.log === undefined ? 'inherit' : openSync(options.log, 'a'), 'ipc'],
  })
  /** @type {Promise<never>} */
  const ended = new Promise((_, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      reject(new Error(`${file.pathname} ended (${signal ?? code}). ${lastWords(options.log)}`)),
    )
  })
  ended.catch(() => {})
  const answered = () =>
    new Promise((resolve, reject) => {
      child.once('message', (/** @type {any} */ { answer, fault }) =>
        fault === undefined ? resolve(answer) : reject(new Error(fault)),
      )
    })
  return {
    pid: child.pid ?? 0,
    ask(question, input = {}) {
      const answer = Promise.race([answered(), ended])
      child.send({ question, input })
      return answer
    },
    async stop() {
      const impatient = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MILLISECONDS)
      if (child.connected) child.disconnect()
      await ended.catch(() => {})
      clearTimeout(impatient)
    },
  }
}

/** @param {ChildOptions} options */
function command({ profile, cores }) {
  const execArgv = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []
  if (cores === undefined) return { execArgv }
  return { execPath: 'taskset', execArgv: ['--cpu-list', cores, process.execPath, ...execArgv] }
}

/** @param {string | undefined} log */
const lastWords = (log) => (log === undefined ? '' : readFileSync(log, 'utf8').slice(-2000))
