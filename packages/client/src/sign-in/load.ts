import { loaded } from '../load.js'

/*
 * What only a sign-in needs (the proofs, the challenges) is loaded only when nobody is signed in: that is most of this
 * library, and most pages of an app are opened by somebody who is.
 */

export const loadSignIn = () => loaded(import('./lazy.js'))
