import { emit } from '../events.js'

/**
 * Tells of what other tabs do to the session, as aws-amplify does: browsers report what others write to local storage
 * (HTML standard, section 12.2.3, "storage" event).
 */
export function tellOfOtherTabs(clientId: () => string | undefined): void {
  // The same function each time: browsers add it once.
  globalThis.addEventListener?.('storage', listener)
  watched.clientId = clientId
}

const watched: { clientId: () => string | undefined } = { clientId: () => undefined }

function listener({ key, oldValue, newValue }: StorageEvent): void {
  const prefix = `CognitoIdentityServiceProvider.${watched.clientId()}.`
  if (!key?.startsWith(prefix)) return
  if (key === `${prefix}LastAuthUser`) {
    if (newValue && !oldValue) emit({ type: 'signedIn', username: newValue })
    if (!newValue && oldValue) emit({ type: 'signedOut' })
  } else if (key.endsWith('.accessToken') && newValue && oldValue && newValue !== oldValue) {
    emit({ type: 'tokensRefreshed' })
  }
}
