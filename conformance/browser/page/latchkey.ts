import * as auth from '@latchkey/auth'
import * as latchkey from '@latchkey/auth/latchkey'
import { type Call, stageOf } from './stage.js'
import { copyStorage, cryptoKeys, pasteStorage } from './storage.js'

declare global {
  interface Window {
    call: Call
    /** What was told since the page was loaded. */
    events: auth.AuthEvent[]
    copyStorage: typeof copyStorage
    pasteStorage: typeof pasteStorage
    cryptoKeys: typeof cryptoKeys
  }
}

const events: auth.AuthEvent[] = []
auth.onAuthEvent((event) => events.push(event))
Object.assign(window, {
  call: stageOf({ ...latchkey, ...auth }),
  events,
  copyStorage,
  pasteStorage,
  cryptoKeys,
})
