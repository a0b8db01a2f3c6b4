import { type Subject, userAttributesOf } from './event.js'
import { askTrigger, type Trigger } from './trigger.js'

export type ConfirmationNews = {
  source: 'PostConfirmation_ConfirmSignUp' | 'PostConfirmation_ConfirmForgotPassword'
  user: Subject
  metadata: Readonly<Record<string, string>> | undefined
}

/** Told after a user was confirmed. What it throws reaches the caller; the user stays confirmed. */
export const PostConfirmation: Trigger<ConfirmationNews, void> = (
  world,
  occasion,
  { source, user, metadata },
) =>
  askTrigger(world, 'PostConfirmation', occasion, {
    source,
    request: { userAttributes: userAttributesOf(user), ...(metadata && { clientMetadata: metadata }) },
    response: {},
    read: () => {},
  })
