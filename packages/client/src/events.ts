import type { AuthError } from './errors.js'

/** What happens to the session and the device of this app. `deviceId` is the DeviceKey, `id` in `fetchDevices()`. */
export type AuthEvent =
  | { readonly type: 'signedIn'; readonly username: string }
  | { readonly type: 'signedOut' }
  /** New tokens are stored. */
  | { readonly type: 'tokensRefreshed' }
  /** The server refused to refresh, and the tokens are gone: the user has to sign in again. */
  | { readonly type: 'sessionEnded'; readonly error: AuthError }
  /**
   * The device registered its secret: it is tracked. Where the pool leaves it to the user whether it is remembered too,
   * `userConfirmationNecessary` is true: ask, and call `rememberDevice`.
   */
  | {
      readonly type: 'deviceTracked'
      readonly deviceId: string
      readonly userConfirmationNecessary: boolean
    }
  /** It could not register. With `willRetry`, the next call that needs the device tries again. */
  | {
      readonly type: 'deviceTrackingFailed'
      readonly deviceId: string
      readonly error: AuthError
      readonly willRetry: boolean
    }
  | { readonly type: 'deviceRemembered'; readonly deviceId: string }
  | { readonly type: 'deviceNotRemembered'; readonly deviceId: string }
  | { readonly type: 'deviceForgotten'; readonly deviceId: string }
  /** The browser gives no place for a key that cannot be copied: the device's secret is stored as it is. */
  | { readonly type: 'deviceSecretUnprotected'; readonly reason: string }
  /** The browser does not give the device's secret out now. The sign-in is one of a new device. */
  | { readonly type: 'deviceSecretUnavailable'; readonly deviceId: string; readonly reason: string }
  /** Storage refuses: what should be kept lives in memory, until the page is closed. */
  | { readonly type: 'storageUnavailable'; readonly error: unknown }

export type AuthEventListener = (event: AuthEvent) => void

const listeners = new Set<AuthEventListener>()

/**
 * Tells of everything that happens in this tab, and of sign-in, sign-out and refreshes in others. A listener that throws disturbs nobody: its error is
 * reported as an uncaught one.
 *
 * @returns a function that ends it
 * @example
 * const stop = onAuthEvent((event) => {
 *   if (event.type === 'sessionEnded') location.assign('/sign-in')
 * })
 * stop()
 */
export function onAuthEvent(listener: AuthEventListener): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export function emit(event: AuthEvent): void {
  for (const listener of listeners) {
    try {
      listener(event)
    } catch (error) {
      setTimeout(() => {
        throw error
      })
    }
  }
}
