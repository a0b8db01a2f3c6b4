import { g } from '../group.js'
import { type SrpServer, srpServer } from '../server.js'
import { fixedBaseWindows } from '../windows.js'
import { nodeEngine } from './node-engine.js'

let made: SrpServer | undefined

/**
 * The server's half for this thread: on `nodeEngine`, with a table for powers of g, which takes a quarter of a
 * challenge's time off. Both are made at the first call, which takes some 130 ms, so make that call at start.
 *
 * @example
 * const srp = nodeSrpServer()
 */
export function nodeSrpServer(): SrpServer {
  made ??= srpServer(nodeEngine(), fixedBaseWindows(g))
  return made
}
