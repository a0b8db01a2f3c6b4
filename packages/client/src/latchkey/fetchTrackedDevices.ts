import type { TrackedDeviceType } from '@latchkey/wire'
import { world } from '../configure.js'
import { onThisDevice } from '../devices/own-device.js'
import { listOf } from '../lists.js'
import type { SignedIn } from '../tokens/require-session.js'
import type { CallOptions } from '../world.js'
import { askLatchkey } from './ask-latchkey.js'
import { dateOf, defined, lowerFirst } from './from-wire.js'
import type { TrackedDevice } from './types.js'

/** The most that a server gives at once. */
const PAGE = 200

/**
 * All devices of the user who is signed in, whether they are remembered or not, with what is known of each: this one
 * first, then the one that was used last.
 *
 * @throws AuthError UserUnAuthenticatedException when nobody is signed in; LatchkeyServerRequiredException; or an error of
 *   ListTrackedDevices
 * @example
 * await fetchTrackedDevices()
 * // ListTrackedDevices { AccessToken, Limit: 200 }, once for each page
 * // [{ id: 'eu-west-1_0f0e…', name: 'Chrome on macOS', state: 'notRemembered', isCurrent: true, openSessions: 1, … }]
 */
export async function fetchTrackedDevices(options?: CallOptions): Promise<TrackedDevice[]> {
  const signedIn = await onThisDevice(world(), options)
  const devices: TrackedDevice[] = []
  for await (const device of trackedDevices(signedIn)) devices.push(trackedDeviceOf(device))
  return devices.sort(
    (one, other) => Number(other.isCurrent) - Number(one.isCurrent) || lastUsed(other) - lastUsed(one),
  )
}

const lastUsed = ({ lastAuthenticatedDate }: TrackedDevice) => lastAuthenticatedDate?.getTime() ?? 0

/** All pages. A server that hands out the same page for ever is left after a thousand. */
async function* trackedDevices(signedIn: SignedIn): AsyncGenerator<TrackedDeviceType> {
  const { AccessToken } = signedIn
  let PaginationToken: string | undefined
  for (let page = 0; page < 1000; page += 1) {
    const request = { AccessToken, Limit: PAGE, PaginationToken }
    const answer = await askLatchkey(signedIn, 'ListTrackedDevices', request)
    yield* listOf(answer.Devices)
    if (!answer.PaginationToken || answer.PaginationToken === PaginationToken) return
    PaginationToken = answer.PaginationToken
  }
}

/** From the wire into what the app sees. */
const trackedDeviceOf = (device: TrackedDeviceType): TrackedDevice => ({
  id: device.DeviceKey,
  state: lowerFirst(device.State),
  isCurrent: device.ThisDevice === true,
  isRemembered: device.State === 'Remembered',
  openSessions: device.OpenSessions ?? 0,
  ...defined({
    name: device.Name,
    platform: device.Platform,
    form: device.Form && lowerFirst(device.Form),
    browser: device.Browser,
    system: device.System,
    ipAddress: device.LastIpUsed,
    place: device.Place,
    firstTrackedDate: dateOf(device.FirstTrackedDate),
    lastAuthenticatedDate: dateOf(device.LastAuthenticatedDate),
    lastModifiedDate: dateOf(device.LastModifiedDate),
    lastMfa: device.LastMfa && {
      result: lowerFirst(device.LastMfa.Result),
      reason: device.LastMfa.Reason,
    },
  }),
})
