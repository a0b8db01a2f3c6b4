import {
  type AmplifyOutputs,
  type LegacyConfig,
  type ResourcesConfig,
  readConfiguration,
} from './configuration.js'
import { findDevice } from './devices/device-record.js'
import { browserVault } from './devices/device-vault.js'
import { resumeTracking } from './devices/track-device.js'
import { AuthError } from './errors.js'
import { platform } from './platform.js'
import { loadSignIn } from './sign-in/load.js'
import { defaultStorage, type KeyValueStorage, lazyStorage } from './storage/key-value-storage.js'
import { tellOfOtherTabs } from './storage/other-tabs.js'
import { safe } from './storage/safe-storage.js'
import { loadSession } from './tokens/session.js'
import type { World } from './world.js'

export type ConfigureOptions = {
  /** The server's URL, for configurations that have no place for it (`amplify_outputs.json`, `aws-exports.js`). */
  userPoolEndpoint?: string
  /** Tokens in cookies, for `@latchkey/auth/server`. As in aws-amplify. */
  ssr?: boolean
  /** Instead of local storage or cookies. In React Native: `asyncStorage(AsyncStorage)`. */
  keyValueStorage?: KeyValueStorage
  /**
   * How the secret of the device is kept. `wrapped`, the default in browsers: encrypted by a key that cannot be
   * exported. `plain`, the default in Node and React Native: as aws-amplify keeps it, and for apps that go back to it.
   */
  deviceSecret?: 'wrapped' | 'plain'
  /** What new devices are called. Default: the likes of "Chrome on macOS". */
  deviceName?: string | (() => string)
  /** Milliseconds that a call may take, with all its requests and retries. Default: 30,000. */
  deadline?: number
  /** As in aws-amplify: headers of the app's own, for each request. */
  Auth?: { headers?: () => Promise<Record<string, string>> }
}

const DEADLINE = 30_000

/** Few apps keep their tokens in cookies. */
const cookies = lazyStorage(async () => (await import('./storage/cookie-storage.js')).cookieStorage())

let configured: World | undefined

/**
 * Says which user pool this app belongs to. Takes the object of `Amplify.configure`, `amplify_outputs.json` or
 * `aws-exports.js`.
 *
 * @throws AuthError InvalidUserPoolId, InvalidUserPoolClientId, InvalidUserPoolEndpoint
 * @example
 * configure({
 *   Auth: {
 *     Cognito: {
 *       userPoolId: 'local_Sample1',
 *       userPoolClientId: 'sampleclient',
 *       userPoolEndpoint: 'http://127.0.0.1:9229',
 *     },
 *   },
 * })
 */
export function configure(
  config: ResourcesConfig | AmplifyOutputs | LegacyConfig,
  options: ConfigureOptions = {},
): void {
  configured = worldOf(config, options)
  if (configured && typeof document !== 'undefined') startPage(configured)
}

/**
 * What a page does before anybody asks. While a user who is not signed in types name and password, the code for that is
 * on its way. For one who is, a registration that did not finish is taken up, and a secret that lies open is put away.
 */
async function startPage(world: World): Promise<void> {
  tellOfOtherTabs(() => configured?.pool.clientId)
  const session = await loadSession(world)
  if (!session) {
    await loadSignIn().catch(() => {})
    return
  }
  resumeTracking(world)
  await findDevice(world, [session.username, session.signInDetails?.loginId])
}

function worldOf(config: object, options: ConfigureOptions): World | undefined {
  const pool = readConfiguration(config, options.userPoolEndpoint)
  if (!pool) return undefined
  const { deviceName, deviceSecret, ssr = false } = options
  const vault = browserVault()
  return {
    pool,
    storage: safe(options.keyValueStorage ?? (ssr ? cookies : defaultStorage())),
    vault,
    secrets: deviceSecret ?? (vault || typeof document !== 'undefined' ? 'wrapped' : 'plain'),
    engine: platform.engine,
    deviceName: typeof deviceName === 'string' ? () => deviceName : deviceName,
    headers: options.Auth?.headers ?? (async () => ({})),
    deadline: options.deadline ?? DEADLINE,
    onServer: false,
  }
}

/** @throws AuthError AuthUserPoolException where `configure` was not called */
export function world(): World {
  if (configured) return configured
  throw new AuthError({
    name: 'AuthUserPoolException',
    message: 'Auth UserPool not configured.',
    recoverySuggestion: 'Call configure() with userPoolId and userPoolClientId before anything else.',
  })
}
