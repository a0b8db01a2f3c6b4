import * as auth from '@latchkey/auth'
import * as latchkey from '@latchkey/auth/latchkey'
import { stageOf } from './stage.js'

Object.assign(globalThis, { call: stageOf({ ...latchkey, ...auth }) })
// What nobody catches is the page's to hear of.
addEventListener('unhandledrejection', ({ reason }) => {
  throw reason
})
postMessage('ready')
