import { AuthError } from '../errors.js'

/*
 * What only a sign-in needs (the proofs, the challenges) is loaded only when nobody is signed in: that is most of this
 * library, and most pages of an app are opened by somebody who is.
 */

export const loadSignIn = () => import('./run-sign-in.js').catch(notLoaded)

export const loadConfirmSignIn = () => import('./run-confirm-sign-in.js').catch(notLoaded)

function notLoaded(underlyingError: unknown): never {
  throw new AuthError({
    name: 'NetworkError',
    message: 'The code for the sign-in could not be loaded.',
    recoverySuggestion: 'Check the connection. After a new release of the app, reload the page.',
    underlyingError,
  })
}
