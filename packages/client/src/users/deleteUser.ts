import { world } from '../configure.js'
import { dropDevice } from '../devices/device-record.js'
import { onThisDevice, ownDevice } from '../devices/own-device.js'
import { signOutOf } from '../sign-in/signOut.js'
import type { CallOptions } from '../world.js'

/**
 * Deletes the account of the user who is signed in, with all its devices. Nothing of it is left in storage.
 *
 * @throws AuthError UserUnAuthenticatedException, or an error of DeleteUser
 * @example
 * await deleteUser()
 * // DeleteUser { AccessToken }
 * // RevokeToken { ClientId, Token }
 */
export async function deleteUser(options?: CallOptions): Promise<void> {
  const here = world()
  const signedIn = await onThisDevice(here, options)
  const device = await ownDevice(signedIn)
  await signedIn.ask('DeleteUser', { AccessToken: signedIn.AccessToken })
  await dropDevice(here, device?.owner ?? signedIn.session.username, device?.deviceKey)
  await signOutOf(here, false, options)
}
