import { sharedPool, type TestPool, userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

async function nameOf(pool: TestPool, key: string) {
  const row = await pool.database
    .selectFrom('devices')
    .select('name')
    .where('device_key', '=', key)
    .executeTakeFirst()
  return row?.name
}

test('RenameDevice gives any device of the user another name, and its time of change with it', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  const phone = await pool.signedIn(alice, 'Phone')
  pool.clock.advance('1 minute')
  const renamed = { AccessToken: phone.accessToken, DeviceKey: laptop.key, DeviceName: 'The old one' }
  expect(await pool.call('RenameDevice', renamed)).toEqual({})
  const { Devices } = await pool.call('ListTrackedDevices', { AccessToken: phone.accessToken })
  const noon = Date.parse('2026-03-11T12:00:00Z') / 1000
  expect(Devices.find(({ DeviceKey }) => DeviceKey === laptop.key)).toMatchObject({
    Name: 'The old one',
    LastAuthenticatedDate: noon,
    LastModifiedDate: noon + 60,
  })
})

describe('what a device is called', () => {
  test.each([
    ['markup', '<img src=x onerror=alert(1)> & "quotes"'],
    ['emoji, joined ones as well', 'Laptop 💻 👩‍👩‍👧‍👦 🏳️‍🌈'],
    ['text from right to left', 'المحمول של אליס'],
    ['a word of Persian with a zero-width non-joiner', 'می‌خواهم'],
    ['a combining accent', 'Cafe\u0301'],
    ['what a database might understand', "'; drop table devices; --"],
    ['1,024 characters', 'x'.repeat(1024)],
  ])('may be %s, kept as it is', async (_, DeviceName) => {
    await using pool = await userPool({ remember: 'always' })
    const laptop = await pool.signedIn(await pool.user('alice'))
    const { accessToken: AccessToken, key: DeviceKey } = laptop
    await pool.call('RenameDevice', { AccessToken, DeviceKey, DeviceName })
    const { Devices } = await pool.call('ListTrackedDevices', { AccessToken })
    expect(Devices[0]?.Name).toBe(DeviceName)
  })

  test.each([
    ['nothing', ''],
    ['absent', undefined],
    ['null', null],
    ['a number', 7],
    ['1,025 characters', 'x'.repeat(1025)],
    ['huge', 'x'.repeat(100_000)],
    ['blanks only', ' \t\u00a0'],
    ['marks only that nobody sees', '\u200d\ufe0f'],
    ['a line break', 'Laptop\nforgotten by the operator'],
    ['a line separator', 'Laptop\u2028x'],
    ['an escape of a terminal', 'Laptop\u001b[2J'],
    ['U+202E, which turns what comes after', 'Laptop \u202emoc.live'],
    ['an isolate that is not ended', '\u2067Laptop'],
    ['NUL', 'Lap\u0000top'],
    ['half of a character', 'Laptop \ud83d'],
  ])('may not be: %s', async (_, DeviceName) => {
    await using pool = await userPool({ remember: 'always' })
    const laptop = await pool.signedIn(await pool.user('alice'))
    const { accessToken: AccessToken, key: DeviceKey } = laptop
    const response = await pool.post('RenameDevice', { AccessToken, DeviceKey, DeviceName })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      __type: expect.stringMatching(/^(?:InvalidParameterException|SerializationException)$/),
    })
    expect(await nameOf(pool, laptop.key)).toBe('Firefox on a laptop')
  })
})

test('RenameDevice of a device that is not there for the user renames nothing', async () => {
  await using pool = await userPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  const forgotten = await pool.signedIn(alice, 'Forgotten')
  await laptop.forgetDevice(forgotten.key)
  const unconfirmed = pool.device('Issued')
  unconfirmed.confirmsItself = false
  const { NewDeviceMetadata } = await unconfirmed.enter(alice)
  const mallory = await pool.signedIn(await pool.user('mallory'), 'Hers')

  const others = [
    forgotten.key,
    NewDeviceMetadata?.DeviceKey ?? '',
    mallory.key,
    'local_00000000-0000-4000-8000-000000000000',
  ]
  for (const DeviceKey of others) {
    await expect(
      pool.call('RenameDevice', { AccessToken: laptop.accessToken, DeviceKey, DeviceName: 'Mine' }),
    ).rejects.toMatchObject({ code: 'ResourceNotFoundException', message: 'Device does not exist.' })
  }
  expect(await nameOf(pool, mallory.key)).toBe('Hers')
  expect(await nameOf(pool, forgotten.key)).toBe('Forgotten')
})

test('two names at once: one of them stays, and neither call is refused', async () => {
  await using pool = await sharedPool({ remember: 'always' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  const rename = (DeviceName: string) =>
    laptop.call('RenameDevice', { AccessToken: laptop.accessToken, DeviceKey: laptop.key, DeviceName })
  await pool.meet({
    alike: true,
    given: async () => {},
    calls: [() => rename('One'), () => rename('Other')],
    async holds(outcomes) {
      expect(outcomes.map(({ refused }) => refused)).toEqual([undefined, undefined])
      expect(['One', 'Other']).toContain(await nameOf(pool, laptop.key))
    },
  })
})
