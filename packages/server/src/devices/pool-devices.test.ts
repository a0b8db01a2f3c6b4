import { type TestPool, userPool } from '@latchkey/testing'
import type { DeviceFilterType, Requests } from '@latchkey/wire'
import { expect, test } from 'vitest'
import { MOST_READ } from './find-devices.js'
import { shownName } from './shown-name.js'

const CHROME_ON_MAC =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'

const DAY = 86_400_000

type Planted = {
  userId: string
  key: string
  state?: string
  name?: string | null
  platform?: string
  userAgent?: string
  /** How long ago somebody signed in on it. */
  usedDaysAgo?: number
}

/** Devices that are there, whatever has happened. */
async function plant(pool: TestPool, devices: readonly Planted[]): Promise<void> {
  const now = pool.clock.now().getTime()
  const rows = devices.map(({ userId, key, state = 'remembered', usedDaysAgo = 0, ...device }) => ({
    pool_id: pool.poolId,
    user_id: userId,
    device_key: key,
    device_group_key: 'group',
    state,
    name: device.name ?? null,
    platform: device.platform ?? 'macos',
    user_agent: device.userAgent ?? CHROME_ON_MAC,
    created_at: now - 200 * DAY,
    modified_at: now,
    last_authenticated_at: now - usedDaysAgo * DAY,
    srp_salt: '00',
    sealed_srp_verifier: 'sealed',
  }))
  for (let first = 0; first < rows.length; first += 1000)
    await pool.database
      .insertInto('devices')
      .values(rows.slice(first, first + 1000))
      .execute()
}

/** Keys, from page to page. */
async function keysOf(
  pool: TestPool,
  Filter?: DeviceFilterType,
  more: Omit<Requests['AdminListPoolDevices'], 'UserPoolId'> = {},
): Promise<string[]> {
  const keys: string[] = []
  let PaginationToken: string | undefined
  do {
    const request = { UserPoolId: pool.poolId, Filter, ...more, PaginationToken }
    const page = await pool.call('AdminListPoolDevices', request)
    keys.push(...page.Devices.map(({ DeviceKey }) => DeviceKey))
    PaginationToken = page.PaginationToken
  } while (PaginationToken !== undefined)
  return keys
}

const count = (pool: TestPool, Filter?: DeviceFilterType) =>
  pool.call('AdminCountPoolDevices', { UserPoolId: pool.poolId, Filter })

/** Some devices of two users, the latest used first. */
async function ground() {
  const pool = await userPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const bob = await pool.user('bob')
  await plant(pool, [
    { userId: alice.userId, key: 'local_a', name: 'Alice’s Mac' },
    {
      userId: bob.userId,
      key: 'local_b',
      state: 'not_remembered',
      usedDaysAgo: 1,
      platform: 'ios',
      name: 'iPhone',
    },
    { userId: alice.userId, key: 'local_c', usedDaysAgo: 89 },
    { userId: bob.userId, key: 'local_d', usedDaysAgo: 91, platform: 'windows', name: 'STRASSE' },
    { userId: bob.userId, key: 'local_e', state: 'forgotten', usedDaysAgo: 100 },
    { userId: bob.userId, key: 'local_f', state: 'issued', usedDaysAgo: 101 },
  ])
  const daysAgo = (days: number) => (pool.clock.now().getTime() - days * DAY) / 1000
  return { pool, alice, bob, daysAgo, [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose]() }
}

test('operators see all tracked devices of a pool, the latest used first, with all that is known of them', async () => {
  await using there = await ground()
  const { pool, alice } = there
  const phone = await pool.signedIn(alice, 'Phone')
  const { Devices } = await pool.call('AdminListPoolDevices', { UserPoolId: pool.poolId })
  expect(Devices.map(({ DeviceKey }) => DeviceKey).toSorted()).toEqual(
    ['local_a', 'local_b', 'local_c', 'local_d', phone.key].toSorted(),
  )
  expect(Devices.find(({ DeviceKey }) => DeviceKey === 'local_a')).toMatchObject({
    Name: 'Alice’s Mac',
    State: 'Remembered',
    Platform: 'macOS',
    Browser: 'Chrome 141',
    System: 'macOS',
    Form: 'Desktop',
    Username: 'alice',
    UserSub: alice.userId,
    OpenSessions: 0,
    HasVerifier: true,
  })
  expect(Devices.find(({ DeviceKey }) => DeviceKey === phone.key)).toMatchObject({
    Name: 'Phone',
    OpenSessions: 1,
    LastIpUsed: '192.0.2.1',
  })
  expect(await count(pool)).toEqual({ Count: 5, AtLeast: false })
})

test('devices are found by state, last use, platform, user and by what their name contains', async () => {
  await using there = await ground()
  const { pool, bob, daysAgo } = there
  const filters: [DeviceFilterType, string[]][] = [
    [{}, ['local_a', 'local_b', 'local_c', 'local_d']],
    [{ States: ['NotRemembered'] }, ['local_b']],
    [{ States: ['Forgotten', 'Issued', 'Forgotten'] }, ['local_e', 'local_f']],
    [{ LastUsedBefore: daysAgo(90) }, ['local_d']],
    [{ LastUsedAfter: daysAgo(90) }, ['local_a', 'local_b', 'local_c']],
    [{ LastUsedAfter: daysAgo(90), LastUsedBefore: daysAgo(1) }, ['local_c']],
    [{ LastUsedBefore: -1e300 }, []],
    [{ LastUsedBefore: 1e300 }, ['local_a', 'local_b', 'local_c', 'local_d']],
    [{ Platform: 'Windows' }, ['local_d']],
    [{ Platform: 'iOS', States: ['Remembered'] }, []],
    [{ Username: 'bob' }, ['local_b', 'local_d']],
    [{ Username: bob.userId, States: ['Forgotten'], Platform: 'macOS' }, ['local_e']],
    [{ NameContains: 'PHONE' }, ['local_b']],
    // What it is called on the page, where it was given no name.
    [{ NameContains: 'chrome on mac' }, ['local_c']],
    [{ NameContains: '%' }, []],
    [{ NameContains: '<script>' }, []],
    [{ NameContains: 'a', Username: 'alice', LastUsedAfter: daysAgo(2) }, ['local_a']],
  ]
  for (const [filter, keys] of filters) {
    expect(await keysOf(pool, filter), JSON.stringify(filter)).toEqual(keys)
    expect(await keysOf(pool, filter, { Limit: 1 }), JSON.stringify(filter)).toEqual(keys)
    expect(await count(pool, filter)).toEqual({ Count: keys.length, AtLeast: false })
  }
})

test('devices that were used at the same moment are each told once', async () => {
  await using pool = await userPool()
  const users = [await pool.user('alice'), await pool.user('bob')]
  const states = ['remembered', 'not_remembered', 'issued', 'forgotten']
  await plant(
    pool,
    users.flatMap(({ userId }) =>
      states.flatMap((state) => ['x', 'y'].map((end) => ({ userId, key: `local_${state}_${end}`, state }))),
    ),
  )
  const States = ['Remembered', 'NotRemembered', 'Issued', 'Forgotten'] as const
  const once = await keysOf(pool, { States: [...States] })
  expect(once).toHaveLength(16)
  expect(await keysOf(pool, { States: [...States] }, { Limit: 3 })).toEqual(once)
})

test('where few have such a name, a page is short, and the list goes on', async () => {
  await using pool = await userPool()
  const { userId } = await pool.user('alice')
  const others = Array.from({ length: MOST_READ }, (_, n) => ({ userId, key: `local_${n}`, name: 'Phone' }))
  await plant(pool, [...others, { userId, key: 'local_rare', name: 'Kiosk', usedDaysAgo: 1 }])
  const request = { UserPoolId: pool.poolId, Filter: { NameContains: 'kiosk' } }
  const first = await pool.call('AdminListPoolDevices', request)
  expect(first.Devices).toEqual([])
  const { PaginationToken } = first
  const second = await pool.call('AdminListPoolDevices', { ...request, PaginationToken })
  expect(second.Devices.map(({ DeviceKey }) => DeviceKey)).toEqual(['local_rare'])
  expect(second).not.toHaveProperty('PaginationToken')
  expect(await count(pool, request.Filter)).toEqual({ Count: 1, AtLeast: false })
})

test('names are shown as they are, and searched as text', async () => {
  await using pool = await userPool()
  const { userId } = await pool.user('alice')
  const names = ['<img src=x onerror=alert(1)>', '=HYPERLINK("x")', '📱 שלום', 'x'.repeat(1024)]
  await plant(
    pool,
    names.map((name, n) => ({ userId, key: `local_${n}`, name, usedDaysAgo: n })),
  )
  const { Devices } = await pool.call('AdminListPoolDevices', { UserPoolId: pool.poolId })
  expect(Devices.map(({ Name }) => Name)).toEqual(names)
  for (const [n, name] of names.entries())
    expect(await keysOf(pool, { NameContains: name })).toEqual([`local_${n}`])
})

test('a name that a library made of the user agent is none: what the device is stands in its place', async () => {
  await using pool = await userPool()
  const { userId } = await pool.user('alice')
  const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0'
  const names = [
    // Of aws-amplify in Chrome and in Firefox, and of amazon-cognito-identity-js; CHROME says what signed in.
    'macOS 14.2.1 arm macOS Not A(Brand/99.0.0.0;Google Chrome/141.0.6167.160;Chromium/141.0.6167.160',
    firefox,
    'Mozilla/5.0',
    'Chromium',
    'Mozilla fan',
  ]
  await plant(
    pool,
    names.map((name, n) => ({ userId, key: `local_${n}`, name, usedDaysAgo: n })),
  )
  const { Devices } = await pool.call('AdminListPoolDevices', { UserPoolId: pool.poolId })
  const shown = ['Chrome on macOS', 'Chrome on macOS', 'Chrome on macOS', 'Chromium', 'Mozilla fan']
  expect(Devices.map(({ Name }) => Name)).toEqual(shown)
  expect(await keysOf(pool, { NameContains: 'chrome on' })).toEqual(['local_0', 'local_1', 'local_2'])
  expect(await keysOf(pool, { NameContains: 'Gecko' })).toEqual([])

  expect(shownName({ name: firefox, userAgent: undefined })).toBe('Firefox on Windows')
  expect(shownName({ name: `Mozilla/5.0 (${'('.repeat(1011)}`, userAgent: undefined })).toBeUndefined()
  const { Device } = await pool.call('AdminGetDevice', {
    UserPoolId: pool.poolId,
    Username: 'alice',
    DeviceKey: 'local_1',
  })
  expect(Device.DeviceAttributes).toContainEqual({ Name: 'device_name', Value: firefox })
})

test('the list refuses tokens of another filter or pool, users that there are not, and pages too long', async () => {
  await using there = await ground()
  const { pool } = there
  const request = { UserPoolId: pool.poolId, Limit: 1 }
  const { PaginationToken } = await pool.call('AdminListPoolDevices', request)
  const other = await pool.sibling()
  for (const wrong of [
    { ...request, Filter: { States: ['Remembered' as const] } },
    { ...request, UserPoolId: other.poolId },
  ])
    await expect(pool.call('AdminListPoolDevices', { ...wrong, PaginationToken })).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: 'Invalid pagination token given.',
    })
  await expect(
    pool.call('AdminListPoolDevices', { ...request, Filter: { Username: 'nobody' } }),
  ).rejects.toMatchObject({ code: 'UserNotFoundException' })
  for (const Limit of [0, 201])
    await expect(pool.call('AdminListPoolDevices', { ...request, Limit })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
  await expect(pool.call('AdminCountPoolDevices', { UserPoolId: 'local_Nowhere1' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  })
  expect(await keysOf(other)).toEqual([])
})
