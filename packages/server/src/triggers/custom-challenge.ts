import { type Subject, userAttributesOf } from './event.js'

/** What the three triggers of a custom sign-in are told alike. Pure. */

/** One round of a custom sign-in that is over. */
export type PastChallenge = {
  challengeName: string
  challengeResult: boolean
  challengeMetadata: string | undefined
}

/** Whose sign-in it is. */
export type Challenged = {
  /** Undefined when there is no such user, where the client hides that. */
  user: Subject | undefined
  metadata: Readonly<Record<string, string>> | undefined
}

export const challengedRequest = ({ user, metadata }: Challenged) => ({
  userAttributes: user ? userAttributesOf(user) : {},
  ...(metadata && { clientMetadata: metadata }),
  userNotFound: user === undefined,
})

export const sessionRequest = (session: readonly PastChallenge[]) =>
  session.map(({ challengeName, challengeResult, challengeMetadata }) => ({
    challengeName,
    challengeResult,
    challengeMetadata: challengeMetadata ?? null,
  }))
