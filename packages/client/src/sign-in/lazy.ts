/** The front door of what only a sign-in needs: one door, so that bundlers make one file of it. */

export { runConfirmSignIn } from './run-confirm-sign-in.js'
export { runSignIn } from './run-sign-in.js'
