/** The front door of @latchkey/testing. Sentences for vitest's `expect` are behind ./matchers. */

export { Authenticator, type CredentialJson, type Pretence } from './authenticator.js'
export { BrokenContract, call, ProtocolError, requestFor, type Wire } from './call.js'
export { type TestClock, testClock } from './clock.js'
export { crowd } from './crowd.js'
export {
  databases,
  freshDatabase,
  type SharedDatabase,
  sharedDatabase,
  testDatabase,
  testPostgresUrl,
} from './database.js'
export {
  type AppClient,
  type Asks,
  claimsIn,
  Device,
  type DeviceKeys,
  type Flow,
  type Progress,
} from './device.js'
export { geoipFile, type KnownPlace } from './geoip-file.js'
export { halfProved } from './half-proved.js'
export { importing, importTools, type NewJob, type UserLine } from './importing.js'
export { type Meeting, type Outcome, type SharedPool, sharedPool } from './interleavings.js'
export { type MovableAddress, movableAddress } from './movable-address.js'
export { EXPORT_KEY, exported, type MovingOptions, moveTo } from './moving.js'
export { ConsolePage, OPERATORS_POOL, type Operator, operator } from './operator.js'
export { codeAt, type Person } from './person.js'
export { type PgBouncer, startPgBouncer } from './pgbouncer.js'
export { asSuperuser, createDatabase, type PostgresServer, startPostgres } from './postgres.js'
export {
  claim,
  deviceIdentity,
  deviceSecret,
  type Parameters,
  secretHash,
  srpA,
  userIdentity,
} from './proof.js'
export { type AccessKey, signRequest } from './sign-request.js'
export { addPool, type Owner, type StoreGround, storeGround } from './store-ground.js'
export {
  type Reaction,
  type Received,
  type TriggerEvent,
  type TriggerServer,
  triggerServer,
} from './trigger-server.js'
export {
  MASTER_KEY,
  type PersonOptions,
  type PoolOptions,
  type Remember,
  type ServerOptions,
  type TestPool,
  userPool,
} from './user-pool.js'
