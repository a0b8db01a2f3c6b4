import type { MovedPool, Progress } from '@latchkey/server'
import { UsageError } from './command.js'

/** What export and import have in common. */

/** The key of the file, which both servers are given and nobody else. Throws UsageError. */
export async function exportKeyOf({ LATCHKEY_EXPORT_KEY: text }: NodeJS.ProcessEnv): Promise<Uint8Array> {
  if (text === undefined || text === '') {
    throw new UsageError(
      'LATCHKEY_EXPORT_KEY is missing: the file is sealed with it. Make one with  openssl rand -base64 32',
    )
  }
  const { parseKey } = await import('@latchkey/server')
  return parseKey('LATCHKEY_EXPORT_KEY', text)
}

/** Does something that Ctrl-C and SIGTERM end, with nothing left behind. */
export async function interruptible<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const interruption = new AbortController()
  const interrupt = () => interruption.abort(new Error('Interrupted.'))
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  try {
    return await work(interruption.signal)
  } catch (error) {
    throw interruption.signal.aborted ? interruption.signal.reason : error
  } finally {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
  }
}

type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>

const SHOW_EVERY_MILLISECONDS = 100
const CLEAR_LINE = '\r\u001b[2K'

/** One line on a terminal that is written anew as work goes on; nothing where nobody watches. */
export function progressOn(terminal: Terminal, now: () => number = performance.now.bind(performance)) {
  let shown = Number.NEGATIVE_INFINITY
  return {
    told({ users, of, rows }: Progress): void {
      if (!terminal.isTTY || now() - shown < SHOW_EVERY_MILLISECONDS) return
      shown = now()
      terminal.write(`${CLEAR_LINE}${inWords(users)} of ${inWords(of)} users, ${inWords(rows)} rows`)
    },
    end(): void {
      if (shown > Number.NEGATIVE_INFINITY) terminal.write(CLEAR_LINE)
      shown = Number.NEGATIVE_INFINITY
    },
  }
}

const inWords = (count = 0) => count.toLocaleString('en-US')

/** What was moved, in a line, or as JSON. */
export function summaryOf(
  done: string,
  { poolId, exportedAt, rows, sha256 }: MovedPool,
  asJson: boolean,
): string {
  if (asJson) return `${JSON.stringify({ poolId, exportedAt, rows, sha256 })}\n`
  const all = Object.values(rows).reduce((sum, count) => sum + count, 0)
  return `${done} ${poolId}: ${inWords(rows.users)} users, ${inWords(rows.devices)} devices, ${inWords(all)} rows in all. SHA-256 ${sha256}\n`
}
