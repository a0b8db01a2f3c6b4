import { type TestPool, userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'
import { type Event, newEventId } from '../events/event.js'
import { MOST_READ } from '../events/timeline-store.js'

const MAC =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'

let unique = 0

/** Puts something on record, whatever has happened. */
async function put(pool: TestPool, event: Partial<Event> & Pick<Event, 'kind' | 'userId'>): Promise<string> {
  unique += 1
  const at = event.at ?? pool.clock.now()
  const eventId = newEventId(at, String(unique).padStart(6, '0'))
  await pool.server.world.stores.events.add({
    poolId: pool.poolId,
    outcome: 'pass',
    address: '192.0.2.7',
    userAgent: MAC,
    operator: undefined,
    requestId: 'none',
    ...event,
    eventId,
    at,
  })
  return eventId
}

test('AdminListEvents tells what happened in a pool, newest first, with names and in words', async () => {
  await using pool = await userPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  pool.clock.advance('1 hour')
  await put(pool, {
    kind: 'mfa_skipped',
    userId: alice.userId,
    deviceKey: laptop.key,
    reason: 'the device is remembered',
    clientId: pool.client.clientId,
    sessionId: 'one',
  })
  await put(pool, { kind: 'operator_action', userId: '', operator: 'carol', operation: 'UpdateUserPool' })

  const { Events } = await pool.call('AdminListEvents', { UserPoolId: pool.poolId, Limit: 2 })
  expect(Events).toEqual([
    expect.objectContaining({ Kind: 'OperatorAction', Operator: 'carol', Operation: 'UpdateUserPool' }),
    expect.objectContaining({
      Kind: 'MfaSkipped',
      Outcome: 'Pass',
      Reason: 'the device is remembered',
      CreationDate: pool.clock.now().getTime() / 1000,
      DeviceKey: laptop.key,
      DeviceName: 'Firefox on a laptop',
      Username: 'alice',
      UserSub: alice.userId,
      IpAddress: '192.0.2.7',
      Browser: 'Chrome 141',
      System: 'macOS',
      UserAgent: MAC,
    }),
  ])
  expect(Events[0]).not.toHaveProperty('UserSub')
})

test('AdminListEvents filters by user, device, kind, outcome, operator and time', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice')
  const bob = await pool.user('bob')
  pool.clock.advance('1 hour')
  const From = pool.clock.now().getTime() / 1000
  const ids = {
    first: await put(pool, { kind: 'signed_in', userId: alice.userId, deviceKey: 'local_a' }),
    wrong: await put(pool, { kind: 'wrong_password', outcome: 'fail', userId: bob.userId }),
  }
  pool.clock.advance('1 minute')
  const To = pool.clock.now().getTime() / 1000
  const last = await put(pool, {
    kind: 'signed_in',
    userId: bob.userId,
    deviceKey: 'local_b',
    operator: 'access key LKIA1',
  })
  const listed = async (filter: Partial<Parameters<typeof pool.call<'AdminListEvents'>>[1]>) => {
    const { Events } = await pool.call('AdminListEvents', { UserPoolId: pool.poolId, From, ...filter })
    return Events.map(({ EventId }) => EventId)
  }
  expect(await listed({})).toEqual([last, ids.wrong, ids.first])
  expect(await listed({ Order: 'OldestFirst' })).toEqual([ids.first, ids.wrong, last])
  expect(await listed({ Kinds: ['SignedIn'] })).toEqual([last, ids.first])
  expect(await listed({ Kinds: [] })).toHaveLength(3)
  expect(await listed({ Outcome: 'Fail' })).toEqual([ids.wrong])
  expect(await listed({ Operator: 'access key LKIA1' })).toEqual([last])
  expect(await listed({ Operator: 'access key LKIA1', Outcome: 'Fail' })).toEqual([])
  for (const Operator of ['carol', "' or 1=1 --", '%', 'ACCESS KEY LKIA1'])
    expect(await listed({ Operator })).toEqual([])
  expect(await listed({ Username: 'bob' })).toEqual([last, ids.wrong])
  expect(await listed({ Username: bob.userId, DeviceKey: 'local_b' })).toEqual([last])
  expect(await listed({ Username: 'alice', DeviceKey: 'local_b' })).toEqual([])
  expect(await listed({ To })).toEqual([ids.wrong, ids.first])
  expect(await listed({ From: To })).toEqual([last])
  // What no clock shows.
  expect(await listed({ From: -1e300, To: 1e300 })).toContain(last)
})

test('AdminListEvents pages in both orders, and nothing is told twice or left out', async () => {
  await using pool = await userPool()
  const { userId } = await pool.user('alice')
  pool.clock.advance('1 hour')
  const From = pool.clock.now().getTime() / 1000
  const ids: string[] = []
  // Five within one millisecond.
  for (let n = 0; n < 5; n += 1) ids.push(await put(pool, { kind: 'signed_in', userId }))
  for (const Order of ['OldestFirst', 'NewestFirst'] as const) {
    const request = { UserPoolId: pool.poolId, From, Order, Limit: 2 }
    const told: string[] = []
    let PaginationToken: string | undefined
    do {
      const page = await pool.call('AdminListEvents', { ...request, PaginationToken })
      told.push(...page.Events.map(({ EventId }) => EventId))
      PaginationToken = page.PaginationToken
    } while (PaginationToken !== undefined)
    expect(told).toEqual(Order === 'OldestFirst' ? ids : ids.toReversed())
  }
})

test('a page token is good for its own list, its filter and its pool', async () => {
  await using pool = await userPool()
  const { userId } = await pool.user('alice')
  for (let n = 0; n < 3; n += 1) await put(pool, { kind: 'signed_in', userId })
  const request = { UserPoolId: pool.poolId, Limit: 1 }
  const { PaginationToken } = await pool.call('AdminListEvents', request)
  const other = await pool.sibling()
  for (const wrong of [
    { ...request, Kinds: ['SignedIn' as const] },
    { ...request, Username: 'alice' },
    { ...request, Operator: 'carol' },
    { ...request, Order: 'OldestFirst' as const },
    { ...request, UserPoolId: other.poolId },
  ])
    await expect(pool.call('AdminListEvents', { ...wrong, PaginationToken })).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: 'Invalid pagination token given.',
    })
  await expect(
    pool.call('AdminListEvents', { ...request, PaginationToken: 'made-up' }),
  ).rejects.toMatchObject({ code: 'InvalidParameterException' })
})

test('where few events pass a filter, pages are short, and the list goes on', async () => {
  await using pool = await userPool()
  const { userId } = await pool.user('alice')
  pool.clock.advance('1 hour')
  const rare = await put(pool, { kind: 'device_reported', userId })
  const at = pool.clock.now().getTime() + 1
  const rows = Array.from({ length: MOST_READ + 10 }, (_, n) => ({
    pool_id: pool.poolId,
    user_id: userId,
    event_id: newEventId(new Date(at + n), 'x'),
    at: at + n,
    kind: 'signed_in',
    outcome: 'pass',
  }))
  for (let first = 0; first < rows.length; first += 1000)
    await pool.database
      .insertInto('events')
      .values(rows.slice(first, first + 1000))
      .execute()

  const request = { UserPoolId: pool.poolId, Kinds: ['DeviceReported' as const] }
  const first = await pool.call('AdminListEvents', request)
  expect(first.Events).toEqual([])
  const second = await pool.call('AdminListEvents', { ...request, PaginationToken: first.PaginationToken })
  expect(second.Events.map(({ EventId }) => EventId)).toEqual([rare])
  expect(second).not.toHaveProperty('PaginationToken')
})

test('AdminListEvents finds what happened to a user who was deleted, by the sub', async () => {
  await using pool = await userPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  const { poolId: UserPoolId } = pool
  await pool.call('AdminDeleteUser', { UserPoolId, Username: 'alice' })
  const about = { UserPoolId, Username: alice.userId }
  const { Events } = await pool.call('AdminListEvents', about)
  expect(Events[0]).toMatchObject({ Kind: 'AccountChanged', UserSub: alice.userId })
  const onDevice = await pool.call('AdminListEvents', { ...about, DeviceKey: laptop.key })
  expect(onDevice.Events.map(({ Kind }) => Kind)).toContain('SignedIn')
  await expect(pool.call('AdminListEvents', { UserPoolId, Username: 'alice' })).rejects.toMatchObject({
    code: 'UserNotFoundException',
  })
})

test('AdminListEvents refuses a device without its user, a pool and a user that there are not, and pages too long', async () => {
  await using pool = await userPool()
  const UserPoolId = pool.poolId
  await expect(pool.call('AdminListEvents', { UserPoolId, DeviceKey: 'local_a' })).rejects.toMatchObject({
    code: 'InvalidParameterException',
    message: 'DeviceKey needs the Username whose device it is.',
  })
  await expect(pool.call('AdminListEvents', { UserPoolId: 'local_Nowhere1' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  })
  await expect(pool.call('AdminListEvents', { UserPoolId, Username: 'nobody' })).rejects.toMatchObject({
    code: 'UserNotFoundException',
  })
  for (const Operator of ['', 'x'.repeat(257), 'carol\0'])
    await expect(pool.call('AdminListEvents', { UserPoolId, Operator })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
  for (const Limit of [0, 201, -1, 1e9])
    await expect(pool.call('AdminListEvents', { UserPoolId, Limit })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
})

test('ListTimeline tells a user of their own events and nobody else’s, and no operator’s name or address', async () => {
  await using pool = await userPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const bob = await pool.user('bob')
  const laptop = await pool.signedIn(alice)
  pool.clock.advance('1 minute')
  await put(pool, { kind: 'wrong_password', outcome: 'fail', userId: bob.userId })
  const { userId } = alice
  const own = await put(pool, { kind: 'signed_in', userId, deviceKey: laptop.key })
  const byOperator = await put(pool, {
    kind: 'device_forgotten',
    userId,
    deviceKey: laptop.key,
    operator: 'carol@example.com',
    reason: 'by an operator',
  })

  const { Events } = await pool.call('ListTimeline', { AccessToken: laptop.accessToken, Limit: 2 })
  expect(Events.map(({ EventId }) => EventId)).toEqual([byOperator, own])
  const [forgotten, signedIn] = Events
  expect(forgotten).toMatchObject({ Kind: 'DeviceForgotten', Operator: 'an operator' })
  expect(forgotten).not.toHaveProperty('IpAddress')
  expect(forgotten).not.toHaveProperty('Browser')
  expect(signedIn).toMatchObject({ Browser: 'Chrome 141', System: 'macOS', IpAddress: '192.0.2.7' })
  expect(JSON.stringify(Events)).not.toMatch(/carol|Mozilla|UserAgent|bob/)
})

test('ListTimeline calls a sign-in that the app’s own server made the user’s, not an operator’s', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  pool.clock.advance('1 minute')
  await put(pool, {
    kind: 'signed_in',
    userId: alice.userId,
    operator: 'access key LKIA1',
    operation: 'AdminInitiateAuth',
  })
  const { Events } = await pool.call('ListTimeline', { AccessToken: laptop.accessToken, Limit: 1 })
  expect(Events[0]).toMatchObject({ Kind: 'SignedIn' })
  expect(Events[0]).not.toHaveProperty('Operator')
})

test('ListTimeline of one device still tells of it after it was forgotten', async () => {
  await using pool = await userPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const [laptop, phone] = [await pool.signedIn(alice), await pool.signedIn(alice, 'Phone')]
  const DeviceKey = phone.key ?? ''
  pool.clock.advance('1 minute')
  const event = await put(pool, { kind: 'mfa_skipped', userId: alice.userId, deviceKey: DeviceKey })
  await put(pool, { kind: 'signed_in', userId: alice.userId, deviceKey: laptop.key })
  await phone.forgetDevice()
  const { Events } = await pool.call('ListTimeline', { AccessToken: laptop.accessToken, DeviceKey })
  expect(Events.find(({ EventId }) => EventId === event)).toMatchObject({ DeviceName: 'Phone' })
  expect(new Set(Events.map((each) => each.DeviceKey))).toEqual(new Set([DeviceKey]))
})

test('ListTimeline takes no token of another user’s list, and no token of an operator’s', async () => {
  await using pool = await userPool()
  const [alice, bob] = [await pool.user('alice'), await pool.user('bob')]
  const hers = await pool.signedIn(alice)
  const his = await pool.signedIn(bob)
  for (const { userId } of [alice, alice, bob, bob]) await put(pool, { kind: 'signed_in', userId })
  const AccessToken = his.accessToken
  const tokens = [
    (await pool.call('ListTimeline', { AccessToken: hers.accessToken, Limit: 1 })).PaginationToken,
    (await pool.call('AdminListEvents', { UserPoolId: pool.poolId, Limit: 1 })).PaginationToken,
  ]
  for (const PaginationToken of tokens) {
    expect(PaginationToken).toBeDefined()
    await expect(pool.call('ListTimeline', { AccessToken, PaginationToken })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
  }
})
