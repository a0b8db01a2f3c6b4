import type { World } from '../world.js'

/*
 * Names in storage are aws-amplify's: an app that changes from one library to the other keeps its users signed in and
 * its devices remembered.
 */

type KeyName =
  | 'accessToken'
  | 'idToken'
  | 'refreshToken'
  | 'clockDrift'
  | 'signInDetails'
  | 'oauthMetadata'
  | 'deviceKey'
  | 'deviceGroupKey'
  | 'randomPasswordKey'
  // Those below are ours; aws-amplify does not look at them.
  /** A device that was issued with the tokens and is not registered yet, as JSON. */
  | 'pendingDevice'
  /** What the device registered beside its verifier: it is sent again to give the device another name. */
  | 'deviceSalt'
  /** 'true' once the server asked for a proof: worth preparing for the next time. */
  | 'deviceProved'
  /** The name under which the keys of this user's device are: they signed in by another one of their names. */
  | 'deviceOwner'
  /** Those other names, as JSON, under the name that has the keys. */
  | 'deviceNames'

const PREFIX = 'CognitoIdentityServiceProvider'

export const keyOf = ({ pool }: World, username: string, name: KeyName) =>
  `${PREFIX}.${pool.clientId}.${username}.${name}`

export const lastUserKey = ({ pool }: World) => `${PREFIX}.${pool.clientId}.LastAuthUser`
