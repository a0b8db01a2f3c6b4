import { accessKeyAdd } from './access-key/add.js'
import { accessKeyList } from './access-key/list.js'
import { accessKeyRemove } from './access-key/remove.js'
import type { Command } from './command.js'
import { eventsExport } from './events/export.js'
import { eventsTail } from './events/tail.js'
import { exportCommand } from './export.js'
import { importCommand } from './import.js'
import { importLogList } from './import-log/list.js'
import { messagesList } from './messages/list.js'
import { operatorAdd } from './operator/add.js'
import { operatorLink } from './operator/link.js'
import { operatorList } from './operator/list.js'
import { operatorRemove } from './operator/remove.js'
import { outputs } from './outputs.js'
import { serve } from './serve.js'

/** Every command there is. */
export const commands: Command[] = [
  serve,
  outputs,
  messagesList,
  operatorAdd,
  operatorLink,
  operatorList,
  operatorRemove,
  accessKeyAdd,
  accessKeyList,
  accessKeyRemove,
  importLogList,
  eventsTail,
  eventsExport,
  exportCommand,
  importCommand,
]
