import type { SignInDetails } from '../types.js'

/** A sign-in that waits for its user: what `confirmSignIn` goes on from. */
export type SignInState = {
  readonly username: string
  readonly challengeName: string
  readonly session: string
  readonly details: SignInDetails | undefined
}

/** aws-amplify's names in session storage: a page that is loaded again in the middle of a sign-in goes on. */
const KEYS = {
  username: 'CognitoSignInState.username',
  challengeName: 'CognitoSignInState.challengeName',
  session: 'CognitoSignInState.signInSession',
  expiry: 'CognitoSignInState.expiry',
} as const

/** How long a page may take to be loaded again. Cognito's sessions last three minutes by default. */
const KEPT_MILLISECONDS = 3 * 60 * 1000

let state: SignInState | undefined

export function signInState(): SignInState | undefined {
  state ??= storedState()
  return state
}

export function setSignInState(next: SignInState | undefined): void {
  state = next
  inSessionStorage((storage) => {
    for (const key of Object.values(KEYS)) storage.removeItem(key)
    if (!next) return
    storage.setItem(KEYS.username, next.username)
    storage.setItem(KEYS.challengeName, next.challengeName)
    storage.setItem(KEYS.session, next.session)
    storage.setItem(KEYS.expiry, String(Date.now() + KEPT_MILLISECONDS))
  })
}

function storedState(): SignInState | undefined {
  return inSessionStorage((storage) => {
    const [username, challengeName, session, expiry] = Object.values(KEYS).map((key) => storage.getItem(key))
    if (!username || !challengeName || !session || !(Number(expiry) > Date.now())) return undefined
    return { username, challengeName, session, details: undefined }
  })
}

/** Where there is none, or it refuses, a sign-in does not outlive its page: nothing else is lost. */
function inSessionStorage<Result>(act: (storage: Storage) => Result): Result | undefined {
  try {
    return globalThis.sessionStorage && act(globalThis.sessionStorage)
  } catch {
    return undefined
  }
}
