import { nodeSrpServer } from './node-srp-server.js'
import type { SrpAnswer, SrpTask } from './task.js'

const server = nodeSrpServer()

/**
 * Does one task of the server's half. The default export of a module is what the pool `piscina` calls in each
 * worker thread; `srpServerBehind` makes the tasks.
 *
 * @example
 * const { b, B } = await pool.run({ method: 'challenge', args: [verifier] })
 */
export default function perform(task: SrpTask): Promise<SrpAnswer> {
  switch (task.method) {
    case 'challenge':
      return server.challenge(...task.args)
    case 'sessionKey':
      return server.sessionKey(...task.args)
    case 'verifier':
      return server.verifier(...task.args)
  }
}
