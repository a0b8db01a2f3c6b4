import { configure } from '@latchkey/auth'
import { deviceStorage } from '../operator/device-storage.js'
import { OPERATORS_POOL } from '../pools/operators.js'
import type { Address } from './address.js'

/** The tokens of operators open more than an account: they are gone with the page, and no storage has them. */
const ofOperators = { keyValueStorage: deviceStorage() }

/** The account page is an app like any other: @latchkey/auth, at the server that serves it. */
export const configureAccount = ({ poolId, clientId }: Address): void =>
  configure(
    {
      Auth: {
        Cognito: {
          userPoolId: poolId,
          userPoolClientId: clientId,
          userPoolEndpoint: window.location.origin,
        },
      },
    },
    poolId === OPERATORS_POOL ? ofOperators : {},
  )
