import {
  type AmplifyOutputs,
  type LegacyConfig,
  type ResourcesConfig,
  readConfiguration,
} from './configuration.js'
import { browserVault } from './devices/device-vault.js'
import { AuthError } from './errors.js'
import { platform } from './platform.js'
import { loadConfirmSignIn, loadSignIn } from './sign-in/load.js'
import { defaultStorage, type KeyValueStorage, lazyStorage } from './storage/key-value-storage.js'
import { SafeStorage } from './storage/safe-storage.js'
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
   * How the secret of the device is kept. `wrapped`, the default, where the browser can: encrypted by a key that cannot
   * be exported. `plain`: as aws-amplify keeps it, for apps that want to go back to it.
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
const cookies = async () => (await import('./storage/cookie-storage.js')).cookieStorage()

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
  if (configured && typeof document !== 'undefined') prepareSignIn(configured)
}

/** While a user who is not signed in types name and password, the code for that is on its way. */
async function prepareSignIn(world: World): Promise<void> {
  if (!(await loadSession(world))) await Promise.allSettled([loadSignIn(), loadConfirmSignIn()])
}

function worldOf(config: object, options: ConfigureOptions): World | undefined {
  const pool = readConfiguration(config, options.userPoolEndpoint)
  if (!pool) return undefined
  const { deviceName, deviceSecret = 'wrapped', ssr = false } = options
  const vault = browserVault()
  return {
    pool,
    storage: new SafeStorage(options.keyValueStorage ?? (ssr ? lazyStorage(cookies) : defaultStorage())),
    vault,
    // Elsewhere than in browsers there is no such place to begin with, and nothing to say about that.
    sealsSecrets: deviceSecret === 'wrapped' && (vault !== undefined || typeof document !== 'undefined'),
    engine: platform.engine,
    deviceName: typeof deviceName === 'string' ? () => deviceName : deviceName,
    headers: options.Auth?.headers ?? (async () => ({})),
    deadline: options.deadline ?? DEADLINE,
    onServer: false,
    tracking: undefined,
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
