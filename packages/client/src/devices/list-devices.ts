import type { DeviceType } from '@latchkey/wire'
import type { SignedIn } from '../tokens/require-session.js'
import type { AuthDevice } from '../types.js'

/** The most that the protocol gives at once. */
const PAGE = 60

/** All pages of ListDevices. A server that hands out the same page for ever is left after a thousand. */
export async function* listedDevices({ ask, AccessToken }: SignedIn): AsyncGenerator<DeviceType> {
  let PaginationToken: string | undefined
  for (let page = 0; page < 1000; page += 1) {
    const answer = await ask('ListDevices', { AccessToken, Limit: PAGE, PaginationToken })
    yield* answer.Devices ?? []
    if (!answer.PaginationToken || answer.PaginationToken === PaginationToken) return
    PaginationToken = answer.PaginationToken
  }
}

/** From the wire into what the app sees. */
export function deviceOf(
  device: DeviceType,
  { ownId, isRemembered }: { ownId: string | undefined; isRemembered: boolean },
): AuthDevice {
  const attributes = Object.fromEntries(
    (device.DeviceAttributes ?? []).flatMap(({ Name, Value }) => (Name && Value ? [[Name, Value]] : [])),
  )
  const id = device.DeviceKey ?? ''
  const name = attributes.device_name
  return {
    id,
    ...(name !== undefined && { name }),
    attributes,
    ...date('createDate', device.DeviceCreateDate),
    ...date('lastModifiedDate', device.DeviceLastModifiedDate),
    ...date('lastAuthenticatedDate', device.DeviceLastAuthenticatedDate),
    isCurrent: id === ownId,
    isRemembered,
  }
}

/** Seconds since 1970, on the wire. */
const date = (name: string, seconds: number | undefined) =>
  seconds ? { [name]: new Date(seconds * 1000) } : {}
