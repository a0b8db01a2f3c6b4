import {
  configure,
  fetchAuthSession,
  fetchMFAPreference,
  getCurrentDevice,
  updateMFAPreference,
  verifyTOTPSetup,
} from '@latchkey/auth'
import { OPERATORS_POOL } from '../pools/operators.js'
import { deviceStorage } from './device-storage.js'
import { beginSession } from './session.js'

/** The console's own sign-in is a pool of the server that it manages. */

const storage = deviceStorage()

configure(
  {
    Auth: {
      Cognito: {
        userPoolId: OPERATORS_POOL,
        userPoolClientId: 'console',
        userPoolEndpoint: `${window.location.origin}/`,
      },
    },
  },
  { keyValueStorage: storage },
)

/** A session in the cookie, and no token left on this page. */
export async function exchangeTokens(): Promise<void> {
  const { tokens } = await fetchAuthSession()
  await beginSession(String(tokens?.accessToken))
  storage.dropTokens()
}

/** What a sign-in that was half done left. */
export const dropTokens = () => storage.dropTokens()

export async function hasSecondFactor(): Promise<boolean> {
  const { enabled = [] } = await fetchMFAPreference()
  return enabled.length > 0
}

/** Whether there is a device to remember, that is not remembered yet. */
export async function mayBeRemembered(): Promise<boolean> {
  const device = await getCurrentDevice()
  return device !== undefined && !device.isRemembered
}

export async function turnOnTotp(code: string): Promise<void> {
  await verifyTOTPSetup({ code })
  await updateMFAPreference({ totp: 'PREFERRED' })
}
