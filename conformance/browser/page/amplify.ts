import { Amplify } from 'aws-amplify'
import * as auth from 'aws-amplify/auth'
import { ConsoleLogger } from 'aws-amplify/utils'
import { stageOf } from './stage.js'

ConsoleLogger.LOG_LEVEL = 'ERROR'
window.call = stageOf({ ...auth, configure: Amplify.configure.bind(Amplify) })
