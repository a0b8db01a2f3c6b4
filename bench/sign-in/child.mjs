// @ts-check
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** @typedef {{ ask(question: string, input?: object): Promise<any>, stop(): Promise<void> }} Child */

/** How long a child may take to end by itself. */
const PATIENCE_MILLISECONDS = 15_000

/**
 * A process of its own, so that its CPU time is that of the thing measured and of nothing else. It is asked one
 * question at a time. The other end is `answer` of `answer.mjs`.
 *
 * @param {URL} file
 * @param {object} settings handed over with the first question
 * @param {string | undefined} profile the folder for CPU profiles
 * @returns {Child}
 */
export function startChild(file, settings, profile) {
  const child = fork(fileURLToPath(file), [JSON.stringify(settings)], {
    execArgv: profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  /** @type {Promise<never>} */
  const ended = new Promise((_, reject) => {
    child.once('exit', (code, signal) => reject(new Error(`${file.pathname} ended (${signal ?? code}).`)))
  })
  ended.catch(() => {})
  const answered = () =>
    new Promise((resolve, reject) => {
      child.once('message', (/** @type {any} */ { answer, fault }) =>
        fault === undefined ? resolve(answer) : reject(new Error(fault)),
      )
    })
  return {
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
