import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { type SrpServer, srpServer } from '@latchkey/srp'
import { nodeEngine, srpServerBehind } from '@latchkey/srp/node'
import { Piscina } from 'piscina'

export type SrpWork = { srp: SrpServer; stop(): Promise<void> }

/**
 * SRP in worker threads, so that the event loop stays free and all cores work; inline where there is one core.
 * @param cores default: as many as this process may use.
 */
export function startSrp(cores: number = availableParallelism()): SrpWork {
  if (cores < 2) return { srp: srpServer(nodeEngine()), stop: async () => {} }
  const pool = new Piscina({
    filename: fileURLToPath(import.meta.resolve('@latchkey/srp/worker')),
    minThreads: 1,
    maxThreads: cores,
    idleTimeout: 60_000,
  })
  return { srp: srpServerBehind((task) => pool.run(task)), stop: () => pool.destroy() }
}
