import { readFileSync } from 'node:fs'
import { isIP, isIPv6 } from 'node:net'
import { type CityResponse, Reader, type Response } from 'maxmind'
import type { Place } from './place.js'

/** Addresses come again and again; a place is some hundred bytes. */
const MOST_REMEMBERED = 5000

/**
 * Opens a database of places in the format of MaxMind (GeoLite2 City, GeoLite2 Country, DB-IP Lite, …). It is read once and
 * kept in memory: a newer file is taken up by a restart. Throws a sentence for whoever configured it.
 */
export function openGeoipFile(file: string): (address: string) => Place | undefined {
  const reader = readerOf(file)
  const remembered = new Map<string, Place | undefined>()
  return (address) => {
    if (remembered.has(address)) return remembered.get(address)
    if (remembered.size >= MOST_REMEMBERED) remembered.clear()
    const place = placeIn(reader, address)
    remembered.set(address, place)
    return place
  }
}

function readerOf(file: string): Reader<Response> {
  let reader: Reader<Response>
  try {
    reader = new Reader<Response>(readFileSync(file))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(
      `LATCHKEY_GEOIP_FILE must name a database of places in the format of MaxMind (.mmdb); ${JSON.stringify(file)} cannot be used: ${why}`,
    )
  }
  const type = reader.metadata.databaseType
  if (/city|country|location|enterprise/i.test(type)) return reader
  throw new Error(
    `LATCHKEY_GEOIP_FILE must name a database of cities or countries; ${JSON.stringify(file)} is one of ${JSON.stringify(type)}.`,
  )
}

/** IPv4, as a socket for both families tells it. */
const MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i

function placeIn(reader: Reader<Response>, address: string): Place | undefined {
  const plain = address.replace(MAPPED, '')
  // There, the bits of a longer address would lead to somebody else's place.
  if (!isIP(plain) || (isIPv6(plain) && reader.metadata.ipVersion === 4)) return undefined
  try {
    const found = reader.get(plain) as CityResponse | null
    const [city, country] = [found?.city?.names?.en, (found?.country ?? found?.registered_country)?.names?.en]
    return city || country ? { city, country } : undefined
  } catch {
    // A database that is damaged there: no request fails of it.
    return undefined
  }
}
