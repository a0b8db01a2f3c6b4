/**
 * Whose secret is proved: a user's in a pool, or a device's in its group. Both parts go into the verifier and
 * into the signature of the claim, one directly behind the other: that is the dialect, and it means that `{
 * 'ab', 'c' }` and `{ 'a', 'bc' }` are one identity. Give out ids of fixed form (UUIDs), and nothing comes of
 * it.
 */
export type Identity = {
  /** Name of the user pool without its region, or the DeviceGroupKey. */
  readonly group: string
  /** USER_ID_FOR_SRP, or the DeviceKey. */
  readonly id: string
}

/**
 * A user, who proves the password.
 *
 * @param userPoolId region and name: 'us-east-1_7DZy4Fkn7'; the second segment between `_` counts, as in
 *   every client
 * @param userIdForSrp USER_ID_FOR_SRP of the challenge, which need not be what the user typed
 * @throws TypeError when the id has no name
 * @example
 * userIdentity('us-east-1_7DZy4Fkn7', 'alice')  // { group: '7DZy4Fkn7', id: 'alice' }
 */
export function userIdentity(userPoolId: string, userIdForSrp: string): Identity {
  const group = userPoolId.split('_')[1]
  if (!group) throw new TypeError(`a user pool id has a region, an underscore and a name, not ${userPoolId}`)
  return { group, id: userIdForSrp }
}

/**
 * A device, which proves its own random secret. Neither the pool nor the user has a part in it.
 *
 * @example
 * deviceIdentity('-v7w9UcY6', 'us-west-2_a1b2c3d4-5678-90ab-cdef-0123456789ab')
 */
export function deviceIdentity(deviceGroupKey: string, deviceKey: string): Identity {
  return { group: deviceGroupKey, id: deviceKey }
}
