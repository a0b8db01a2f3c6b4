import type { DeviceType } from '@latchkey/wire'
import { listOf } from '../lists.js'
import type { SignedIn } from '../tokens/require-session.js'
import type { AuthDevice } from '../types.js'

/** The most that the protocol gives at once. */
const PAGE = 60

/** All pages of ListDevices. A server that hands out the same page for ever is left after a thousand. */
export async function* listedDevices({ ask, AccessToken }: SignedIn): AsyncGenerator<DeviceType> {
  let PaginationToken: string | undefined
  for (let page = 0; page < 1000; page += 1) {
    const answer = await ask('ListDevices', { AccessToken, Limit: PAGE, PaginationToken })
    yield* listOf(answer.Devices)
    if (!answer.PaginationToken || answer.PaginationToken === PaginationToken) return
    PaginationToken = answer.PaginationToken
  }
}

/** From the wire into what the app sees. */
export function deviceOf(
  device: DeviceType,
  { isCurrent, isListed }: { isCurrent: boolean; isListed: boolean },
): AuthDevice {
  const attributes = Object.fromEntries(
    listOf(device.DeviceAttributes).flatMap(({ Name, Value }) => (Name && Value ? [[Name, Value]] : [])),
  )
  const id = device.DeviceKey ?? ''
  const { device_name: name, 'dev:device_remembered_status': status } = attributes
  return {
    id,
    ...(name !== undefined && { name }),
    attributes,
    ...date('createDate', device.DeviceCreateDate),
    ...date('lastModifiedDate', device.DeviceLastModifiedDate),
    ...date('lastAuthenticatedDate', device.DeviceLastAuthenticatedDate),
    isCurrent,
    // Only remembered devices are listed, as far as is known; where the attribute is shown, it counts.
    isRemembered: status ? status === 'remembered' : isListed,
  }
}

/** Seconds since 1970, on the wire. */
const date = (name: string, seconds: number | undefined) =>
  seconds ? { [name]: new Date(seconds * 1000) } : {}
