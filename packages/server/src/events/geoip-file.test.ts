import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { geoipFile, userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'
import { openGeoipFile } from './geoip-file.js'
import { placeInWords } from './place.js'

function folder() {
  const path = mkdtempSync(join(tmpdir(), 'latchkey-places-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) }
}

const places = {
  '192.0.2.0/24': { city: 'Berlin', country: 'Germany' },
  '198.51.100.0/25': { country: 'Norway' },
  '203.0.113.7': { city: 'Zürich'.repeat(6) },
}

test('a file in the format of MaxMind tells about where addresses are', () => {
  using there = folder()
  const file = join(there.path, 'places.mmdb')
  geoipFile(file, places)
  const placeOf = openGeoipFile(file)
  const inWords = (address: string) => placeInWords(placeOf(address))
  expect(inWords('192.0.2.7')).toBe('Berlin, Germany')
  expect(inWords('192.0.2.7')).toBe('Berlin, Germany')
  expect(inWords('::ffff:192.0.2.255')).toBe('Berlin, Germany')
  expect(inWords('198.51.100.127')).toBe('Norway')
  expect(inWords('198.51.100.128')).toBeUndefined()
  expect(inWords('203.0.113.7')).toBe('Zürich'.repeat(6))
  for (const nobody of [
    '203.0.113.8',
    '127.0.0.1',
    '::1',
    'c000:0200::',
    '',
    'nowhere',
    '192.0.2.7.8',
    '::ffff:x',
  ])
    expect(inWords(nobody), nobody).toBeUndefined()
})

test('a file that is none, is not there, or is of something else is told', () => {
  using there = folder()
  const file = join(there.path, 'places.mmdb')
  expect(() => openGeoipFile(file)).toThrow(
    /^LATCHKEY_GEOIP_FILE must name .*places.mmdb" cannot be used: ENOENT/,
  )
  writeFileSync(file, 'no database')
  expect(() => openGeoipFile(file)).toThrow(/^LATCHKEY_GEOIP_FILE must name .*places.mmdb" cannot be used/)
  geoipFile(file, {}, 'GeoLite2-ASN')
  expect(() => openGeoipFile(file)).toThrow('must name a database of cities or countries')
})

test('events, and the devices of a pool, are told with their place, and only where a file is there', async () => {
  using there = folder()
  const file = join(there.path, 'places.mmdb')
  geoipFile(file, places)
  for (const placeOf of [openGeoipFile(file), undefined]) {
    await using pool = await userPool({ remember: 'always', placeOf })
    const alice = await pool.user('alice')
    const { accessToken: AccessToken } = await pool.signedIn(alice)
    const UserPoolId = pool.poolId
    const [device] = (await pool.call('AdminListPoolDevices', { UserPoolId })).Devices
    const { Events } = await pool.call('AdminListEvents', { UserPoolId, Kinds: ['DeviceTracked'] })
    const place = placeOf ? 'Berlin, Germany' : undefined
    // In process, connections come from 192.0.2.1.
    const [own] = (await pool.call('ListTrackedDevices', { AccessToken })).Devices
    const [event] = (await pool.call('ListTimeline', { AccessToken })).Events
    expect([device?.Place, Events[0]?.Place, own?.Place, event?.Place]).toEqual(Array(4).fill(place))
  }
})
