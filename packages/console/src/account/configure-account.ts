import { configure } from '@latchkey/auth'
import type { Address } from './address.js'

/** The account page is an app like any other: @latchkey/auth, at the server that serves it. */
export const configureAccount = ({ poolId, clientId }: Address): void =>
  configure({
    Auth: {
      Cognito: {
        userPoolId: poolId,
        userPoolClientId: clientId,
        userPoolEndpoint: window.location.origin,
      },
    },
  })
