import { type Subject, userAttributesOf } from './event.js'
import { askTrigger, type Trigger } from './trigger.js'

export type SignInQuestion = {
  /** Undefined when there is no such user, where the client hides that. */
  user: Subject | undefined
  /** ClientMetadata of the call that began the sign-in: Cognito hands it on under this name. */
  validationData: Readonly<Record<string, string>> | undefined
}

/** Asked when a sign-in begins, before anything is proved. What it throws ends the sign-in. */
export const PreAuthentication: Trigger<SignInQuestion, void> = (world, occasion, { user, validationData }) =>
  askTrigger(world, 'PreAuthentication', occasion, {
    source: 'PreAuthentication_Authentication',
    request: {
      userAttributes: user ? userAttributesOf(user) : {},
      validationData: validationData ?? null,
      userNotFound: user === undefined,
    },
    response: {},
    read: () => {},
  })
