import { type Subject, userAttributesOf } from './event.js'
import { askTrigger, type Trigger } from './trigger.js'

export type SignInNews = {
  user: Subject
  /** Whether a device was given a key with this sign-in; undefined in a pool that does not track devices. */
  newDeviceUsed: boolean | undefined
  metadata: Readonly<Record<string, string>> | undefined
}

/** Told when everything is proved, before tokens are given. What it throws ends the sign-in without any. */
export const PostAuthentication: Trigger<SignInNews, void> = (world, occasion, news) =>
  askTrigger(world, 'PostAuthentication', occasion, {
    source: 'PostAuthentication_Authentication',
    request: {
      userAttributes: userAttributesOf(news.user),
      ...(news.newDeviceUsed !== undefined && { newDeviceUsed: news.newDeviceUsed }),
      ...(news.metadata && { clientMetadata: news.metadata }),
    },
    response: {},
    read: () => {},
  })
