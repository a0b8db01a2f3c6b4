/** The entry for Node: the same, with OpenSSL's arithmetic. */

import { nodeEngine } from '@latchkey/srp/node'
import { platform } from './platform.js'

const engine = nodeEngine()
platform.engine = async () => engine

export * from './index.js'
