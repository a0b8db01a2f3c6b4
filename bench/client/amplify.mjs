// @ts-check
import { Amplify } from 'aws-amplify'
import * as auth from 'aws-amplify/auth'
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito'
import { ConsoleLogger } from 'aws-amplify/utils'

ConsoleLogger.LOG_LEVEL = 'ERROR'

/** @type {import('./harness.mjs').Library} */
export const library = {
  name: 'amplify',
  auth,
  configure(Cognito, storage) {
    Amplify.configure({ Auth: { Cognito } })
    if (storage) cognitoUserPoolsTokenProvider.setKeyValueStorage(storage)
  },
  // Its signIn returns after that.
  deviceTracked: async () => {},
}
