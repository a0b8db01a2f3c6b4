import * as auth from '@latchkey/auth'
import * as latchkey from '@latchkey/auth/latchkey'
import { stageOf } from './stage.js'

declare const AsyncStorage: auth.AsyncStorageLike

const configure = (config: Parameters<typeof auth.configure>[0]) =>
  auth.configure(config, { keyValueStorage: auth.asyncStorage(AsyncStorage) })

Object.assign(globalThis, { call: stageOf({ ...latchkey, ...auth, configure }) })
