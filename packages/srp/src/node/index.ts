/*
 * The front door for Node: the fast engine, and what a server needs beside it.
 */

export { type EngineChoice, nodeEngine, nodeEngineChoice } from './node-engine.js'
export { nodeSrpServer } from './node-srp-server.js'
export { openSslEngine } from './open-ssl-engine.js'
export { sameBytes } from './same-bytes.js'
export { type SrpAnswer, type SrpMethod, type SrpTask, srpServerBehind } from './task.js'
