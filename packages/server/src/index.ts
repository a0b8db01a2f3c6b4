/** The front door of @latchkey/server: to run it, to embed it, and to manage its data folder. */

export type { ReadEvent, WantedEvents } from './activity/read-events.js'
export type { Clock, Random } from './chance.js'
export {
  applyConfiguration,
  type Configuration,
  ConfigurationError,
  readConfiguration,
} from './configuration.js'
export { type DataFolder, type OutboxEntry, openDataFolder } from './data-folder.js'
export { FolderInUse, lockFolder } from './database/folder-lock.js'
export { openPostgres, type PostgresOptions } from './database/postgres.js'
export { openSqlite } from './database/sqlite.js'
export { parseKey } from './keys/master-key.js'
export { type Handler, type Listener, listen } from './listen.js'
export { type ServeOptions, type Serving, serve } from './main.js'
export { type Carrier, type Carriers, DeliveryFailure } from './messages/carrier.js'
export { type MessageState, messageStates } from './messages/outbox.js'
export { type SmsWebhookSettings, smsWebhookCarrier } from './messages/sms-webhook.js'
export { type SmtpSettings, smtpCarrier } from './messages/smtp.js'
export { exportPool, type MoveOptions, type Progress } from './moves/export-pool.js'
export { checkExport, importPool } from './moves/import-pool.js'
export type { MovedPool } from './moves/lines.js'
export { whyNotServed } from './not-served.js'
export { operations } from './operations.js'
export type { NewOperator } from './operators/add-operator.js'
export type { ListedOperator } from './operators/manage-operators.js'
export { type Role, roles } from './operators/operator.js'
export type { Pool } from './pools/pool.js'
export { createServer, DEVELOPMENT_ACCESS_KEY, type Server, type ServerParts } from './server.js'
