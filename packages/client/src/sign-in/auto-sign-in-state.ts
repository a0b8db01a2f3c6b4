import type { SignInInput, SignInOutput } from '../types.js'

/** A sign-in that follows a sign-up by itself. */
export type AutoSignIn = {
  readonly input: SignInInput
  /** What the user has to do first; 'nothing' once it is done. */
  readonly awaits: 'code' | 'link' | 'nothing'
  /** What the sign-up left for a sign-in without a password. */
  readonly session: string | undefined
  /** Once it has begun. */
  running?: Promise<SignInOutput>
}

let waiting: AutoSignIn | undefined

export const autoSignInState = () => waiting

export function setAutoSignIn(next: AutoSignIn | undefined): void {
  waiting = next
}

export const endAutoSignIn = () => setAutoSignIn(undefined)
