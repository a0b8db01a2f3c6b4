import { world } from '../configure.js'
import { listOf } from '../lists.js'
import { mfaTypes } from '../sign-in/next-step.js'
import { requireSession } from '../tokens/require-session.js'
import type { FetchMFAPreferenceOutput } from '../types.js'
import type { CallOptions } from '../world.js'

/**
 * The second factors of the user who is signed in.
 *
 * @throws AuthError UserUnAuthenticatedException, or an error of GetUser
 * @example
 * await fetchMFAPreference()
 * // GetUser { AccessToken }
 * // { enabled: ['TOTP'], preferred: 'TOTP' }
 */
export async function fetchMFAPreference(options?: CallOptions): Promise<FetchMFAPreferenceOutput> {
  const { ask, AccessToken } = await requireSession(world(), options)
  const { UserMFASettingList, PreferredMfaSetting } = await ask('GetUser', { AccessToken })
  const [preferred] = mfaTypes(PreferredMfaSetting ? [PreferredMfaSetting] : [])
  return {
    ...(UserMFASettingList && { enabled: mfaTypes(listOf(UserMFASettingList)) }),
    ...(preferred && { preferred }),
  }
}
