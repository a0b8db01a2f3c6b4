// @ts-check
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ready } from '../shared/ready.mjs'
import { median } from '../shared/statistics.mjs'

const COMMAND = fileURLToPath(new URL('../../packages/cli/dist/index.js', import.meta.url))

/**
 * Milliseconds from the start of the process to the first answer of a server that is ready.
 *
 * @param {{ folder: string, env: Record<string, string> }} server which has stopped; its database is taken
 * @param {number} times
 */
export async function startTime({ folder, env }, times) {
  const milliseconds = []
  for (let time = 0; time < times; time += 1) milliseconds.push(await startOnce(folder, env))
  return median(milliseconds)
}

/** @param {string} folder @param {Record<string, string>} env */
async function startOnce(folder, env) {
  const began = performance.now()
  const child = spawn(process.execPath, [COMMAND, 'serve', '--port', '0', '--data', folder], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, LATCHKEY_DRAIN_GRACE_SECONDS: '0', ...env },
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  try {
    const url = await ready(child)
    const answer = await fetch(`${url}/readyz`)
    // Servers before /readyz had /healthz alone.
    if (!answer.ok && !(await fetch(`${url}/healthz`)).ok)
      throw new Error(`It is not ready: ${answer.status}`)
    return performance.now() - began
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}
