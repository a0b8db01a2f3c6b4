import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { SrpServer } from '@latchkey/srp'
import { nodeEngineChoice, nodeSrpServer, srpServerBehind } from '@latchkey/srp/node'
import type { Logger } from 'pino'
import { Piscina } from 'piscina'

export type SrpWork = { srp: SrpServer; stop(): Promise<void> }

/**
 * SRP in worker threads, so that the event loop stays free and all cores work. A request that is alone is served
 * inline: nobody waits for the event loop then, and the way to a worker and back costs a third of the arithmetic.
 * @param log is told when this Node's own arithmetic cannot be used, which makes sign-ins slow.
 * @param cores default: as many as this process may use; with one there are no workers.
 * @param isAlone whether no other request is in progress.
 */
export function startSrp(
  isAlone: () => boolean,
  log: Logger | undefined,
  cores: number = availableParallelism(),
): SrpWork {
  const { fault } = nodeEngineChoice()
  if (fault !== undefined) log?.warn({ fault }, `SRP is slow here: ${fault}`)
  const inline = nodeSrpServer()
  if (cores < 2) return { srp: inline, stop: async () => {} }
  const pool = new Piscina({
    filename: fileURLToPath(import.meta.resolve('@latchkey/srp/worker')),
    minThreads: 1,
    maxThreads: cores,
    concurrentTasksPerWorker: 2,
    idleTimeout: 60_000,
  })
  const workers = srpServerBehind((task) => pool.run(task))
  const chosen = () => (isAlone() ? inline : workers)
  return {
    srp: {
      challenge: (verifier) => chosen().challenge(verifier),
      sessionKey: (input) => chosen().sessionKey(input),
      verifier: (identity, secret, salt) => chosen().verifier(identity, secret, salt),
    },
    stop: () => pool.destroy(),
  }
}
