import type { SrpServer } from '../server.js'

/** The server's half has one method for each errand that a worker can be sent on. */
export type SrpMethod = keyof SrpServer

/** One call of the server's half, as a message. All of it survives structured cloning. */
export type SrpTask<Method extends SrpMethod = SrpMethod> = {
  [M in Method]: { readonly method: M; readonly args: Parameters<SrpServer[M]> }
}[Method]

/** What comes back. */
export type SrpAnswer<Method extends SrpMethod = SrpMethod> = Awaited<ReturnType<SrpServer[Method]>>

/**
 * The server's half whose work is done elsewhere: every call becomes a task for `run`.
 *
 * @example
 * const pool = new Piscina({ filename: workerFile }) // fileURLToPath(import.meta.resolve('@latchkey/srp/worker'))
 * const srp = srpServerBehind((task) => pool.run(task))
 */
export function srpServerBehind(
  run: <Method extends SrpMethod>(task: SrpTask<Method>) => Promise<SrpAnswer<Method>>,
): SrpServer {
  return {
    challenge: (...args) => run<'challenge'>({ method: 'challenge', args }),
    sessionKey: (...args) => run<'sessionKey'>({ method: 'sessionKey', args }),
    verifier: (...args) => run<'verifier'>({ method: 'verifier', args }),
  }
}
