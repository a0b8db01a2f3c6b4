import { readdirSync } from 'node:fs'
import { storeGround } from '@latchkey/testing'
import { expect, test } from 'vitest'
import { newEventId } from './events/event.js'

/**
 * Each store speaks for itself on both databases: sentences with a condition apply once, say so, and, said many times
 * at once, are still one. Stores that have more to say have a test of their own.
 */

const HOUR = 3_600_000

/** How many of the answers are yes. */
const yes = (answers: readonly boolean[]) => answers.filter(Boolean).length

/** Says a sentence eight times at once. */
const atOnce = <Answer>(say: (time: number) => Promise<Answer>) =>
  Promise.all(Array.from({ length: 8 }, (_, time) => say(time)))

const stories: Record<string, (ground: Awaited<ReturnType<typeof storeGround>>) => Promise<void>> = {
  async 'events/event-store.ts'({ stores: { events }, database, poolId, at }) {
    const event = { kind: 'signed_in', outcome: 'pass', poolId, userId: 'alice', at: at() } as const
    const unknown = { address: undefined, userAgent: undefined, operator: undefined, requestId: undefined }
    await events.add({ ...event, ...unknown, eventId: 'one' }, { ...event, ...unknown, eventId: 'two' })
    const rows = await database.selectFrom('events').selectAll().execute()
    const told = { pool_id: poolId, user_id: 'alice', kind: 'signed_in' }
    expect(rows).toMatchObject([
      { ...told, event_id: 'one' },
      { ...told, event_id: 'two' },
    ])

    // Of somebody: only of one who is there, and the same once in a while.
    const refused = { ...event, ...unknown, kind: 'sign_in_refused', reason: 'the user is disabled' } as const
    const of = (userId: string, milliseconds: number, reason: string = refused.reason) => {
      const eventId = newEventId(at(milliseconds), `${milliseconds}`)
      return events.addOfUser(
        { ...refused, userId, eventId, at: at(milliseconds), reason },
        at(milliseconds - 1000),
      )
    }
    expect(await of('nobody', 0)).toBe(false)
    expect(await of('alice', 1)).toBe(true)
    expect(await of('alice', 1001)).toBe(false)
    expect(await of('alice', 1002, 'the user is not confirmed')).toBe(true)
    expect(await of('bob', 1003)).toBe(true)
    expect(await of('alice', 1004)).toBe(true)

    // In batches, the oldest first.
    expect(await events.pruneOldest(poolId, at(1003), 1)).toBe(true)
    expect(await events.pruneOldest(poolId, at(1003), 1)).toBe(true)
    expect(await events.pruneOldest(poolId, at(1003), 1)).toBe(false)
    await events.blank({ poolId, userId: 'alice' })
    expect(await database.selectFrom('events').select('event_id').execute()).toHaveLength(4)
  },

  async 'operators/operator-store.ts'({ stores: { operators, sessions, groups }, poolId, alice, bob, at }) {
    await operators.addLink(alice, 'hash', at(HOUR))
    expect(await operators.useLink(bob, 'hash', at())).toBe(false)
    expect(await operators.useLink(alice, 'hash', at(HOUR))).toBe(false)
    expect(yes(await atOnce(() => operators.useLink(alice, 'hash', at())))).toBe(1)
    await operators.addLink(alice, 'another', at(HOUR))
    await operators.pruneLinks(at(HOUR))
    expect(await operators.useLink(alice, 'another', at())).toBe(false)

    const settings = { description: undefined, roleArn: undefined, precedence: undefined }
    for (const groupName of ['viewer', 'support']) {
      await groups.insert({ poolId, groupName }, settings, at())
      await groups.addMember(alice, groupName, at())
    }
    const dates = {
      authenticatedAt: at(),
      expiresAt: at(HOUR),
      refreshEndedAt: undefined,
      revokedAt: undefined,
    }
    const device = { originJti: undefined, deviceKey: undefined, clientId: 'app' }
    await sessions.begin({ ...alice, sessionId: 'one', ...device, ...dates })
    const found = await operators.signedIn(alice, 'one')
    expect({ ...found, groupNames: found?.groupNames.sort() }).toMatchObject({
      username: 'alice',
      isOver: false,
      groupNames: ['support', 'viewer'],
    })
    expect(await operators.signedIn(bob, 'one')).toBeUndefined()
    await sessions.revoke(alice, 'one', at())
    expect(await operators.signedIn(alice, 'one')).toMatchObject({ isOver: true })
  },

  async 'events/timeline-store.ts'({ stores: { events, timeline }, poolId, at }) {
    const event = { kind: 'signed_in', outcome: 'pass', poolId, userId: 'alice' } as const
    const unknown = { address: undefined, userAgent: undefined, operator: undefined, requestId: undefined }
    for (const id of [1, 2, 3])
      await events.add({ ...event, ...unknown, at: at(id), eventId: newEventId(at(id), 'unique') })
    const page = await timeline.page({ poolId }, 'newest first', undefined, 2)
    expect(page.events.map((each) => each.at)).toEqual([at(3), at(2)])
    const rest = await timeline.page({ poolId }, 'newest first', page.next, 2)
    expect(rest).toMatchObject({ events: [{ at: at(1) }], next: undefined })
    expect(await timeline.page({ poolId, userId: 'bob' }, 'oldest first', undefined, 2)).toEqual({
      events: [],
      next: undefined,
    })
  },

  async 'activity/activity-store.ts'({ stores: { activity, events }, poolId, at }) {
    const day = { from: at(), to: at(24 * HOUR) }
    const event = { kind: 'signed_in', outcome: 'pass', poolId, userId: 'alice' } as const
    const unknown = { address: undefined, userAgent: undefined, operator: undefined, requestId: undefined }
    for (const time of [0, HOUR, 24 * HOUR])
      await events.add({ ...event, ...unknown, at: at(time), eventId: newEventId(at(time), 'unique') })
    const sum = [{ kind: 'signed_in', outcome: 'pass', events: 2 }]
    expect(await activity.ofDay(poolId, day)).toEqual(sum)
    expect(await activity.poolsWithout(day)).toEqual([poolId])
    expect(await activity.knownSince(poolId)).toEqual({ lastDay: undefined, firstEvent: at() })
    await atOnce(() => activity.addUp(poolId, day))
    expect(await activity.poolsWithout(day)).toEqual([])
    const addedUp = await activity.addedUp(poolId, at(), at(48 * HOUR))
    expect(addedUp).toEqual(new Map([[at().getTime(), { tallies: sum, devices: undefined }]]))
    expect(await activity.knownSince(poolId)).toEqual({ lastDay: at(), firstEvent: at() })
  },

  async 'users/user-search-store.ts'({ stores: { userSearch, users }, poolId, alice, at }) {
    const known = await users.find(alice)
    if (!known) throw new Error('There is no alice.')
    await users.setAttributes(known, { email: 'Alice@example.com' }, at())
    expect(await userSearch.byName(poolId, 'a', undefined, 5)).toEqual([{ userId: 'alice', value: 'alice' }])
    const byEmail = await userSearch.byAttribute(poolId, 'email', 'ALI', undefined, 5)
    expect(byEmail).toEqual([{ userId: 'alice', value: 'alice@example.com' }])
    expect(await userSearch.byAttribute(poolId, 'email', 'ALI', byEmail[0], 5)).toEqual([])
    const group = { enabled: true, status: 'CONFIRMED' } as const
    const [first] = await userSearch.ofGroup(poolId, group, undefined, 1)
    expect(first).toMatchObject({ userId: 'bob' })
    expect(await userSearch.ofGroup(poolId, group, first, 1)).toMatchObject([{ userId: 'alice' }])
  },

  async 'devices/device-search-store.ts'({ stores: { devices, deviceSearch }, poolId, alice, bob, at }) {
    for (const [owner, deviceKey, time] of [
      [alice, 'one', 1],
      [bob, 'two', 2],
      [bob, 'three', 2],
    ] as const) {
      const visit = { address: undefined, userAgent: undefined, at: at(time) }
      await devices.issue({ ...owner, deviceKey }, 'group', visit)
    }
    const filter = {
      poolId,
      states: ['issued', 'remembered'],
      userId: undefined,
      platform: undefined,
      usedBefore: undefined,
      usedAfter: undefined,
      nameContains: undefined,
    } as const
    const [first, ...others] = await deviceSearch.list(filter, undefined, 5)
    expect([first, ...others].map((each) => each?.deviceKey)).toEqual(['two', 'three', 'one'])
    expect(await deviceSearch.list(filter, first, 5)).toEqual(others)
    expect(await deviceSearch.count(filter, 10)).toBe(3)
    expect(await deviceSearch.count(filter, 2)).toBe(2)
    expect(await deviceSearch.count({ ...filter, usedBefore: at(2) }, 10)).toBe(1)
    expect(await deviceSearch.countByUser(poolId, ['alice', 'bob'])).toEqual(new Map())
    const key = { userId: 'alice', deviceKey: 'one' }
    expect(await deviceSearch.namesOf(poolId, [key])).toMatchObject([{ deviceKey: 'one', name: undefined }])
  },

  async 'keys/access-key-store.ts'({ stores: { accessKeys }, at }) {
    await accessKeys.add('LKIAONE', 'secret', at())
    expect(await accessKeys.secretOf('LKIAONE')).toBe('secret')
    expect(yes(await atOnce(() => accessKeys.remove('LKIAONE')))).toBe(1)
    expect(await accessKeys.secretOf('LKIAONE')).toBeUndefined()
  },

  async 'keys/signing-key-store.ts'({ stores: { signingKeys }, poolId }) {
    const key = { kid: 'one', privateKey: 'private', publicJwk: { kid: 'one' } }
    await signingKeys.add(poolId, [
      { ...key, use: 'id' },
      { ...key, use: 'access', kid: 'two', publicJwk: { kid: 'two' } },
    ])
    expect(await signingKeys.publicKeys(poolId)).toEqual([{ kid: 'two' }, { kid: 'one' }])
    expect((await signingKeys.ofPool(poolId)).map(({ privateKey }) => privateKey)).toEqual([
      'private',
      'private',
    ])
  },

  async 'pools/pool-store.ts'({ stores: { pools }, poolId, at }) {
    const pool = await pools.find(poolId)
    if (!pool) throw new Error('There is no pool.')
    const { poolId: _id, createdAt: _created, modifiedAt: _modified, ...settings } = pool
    expect(yes(await atOnce(() => pools.insert('local_Other1', settings, at())))).toBe(1)
    // Of those that read the same, one writes, within one millisecond too.
    expect(yes(await atOnce((time) => pools.change(pool, { name: `pool ${time}` }, at())))).toBe(1)
    await pools.remove(poolId)
    expect(await pools.find(poolId)).toBeUndefined()
  },

  async 'clients/client-store.ts'({ stores: { clients }, poolId, at }) {
    const key = { poolId, clientId: 'app' }
    const settings = { name: 'app' } as Parameters<typeof clients.insert>[1]
    expect(yes(await atOnce(() => clients.insert(key, settings, [], at())))).toBe(1)
    const client = await clients.find(poolId, 'app')
    if (!client) throw new Error('There is no client.')
    expect(yes(await atOnce(() => clients.change(client, settings, at())))).toBe(1)
    expect(yes(await atOnce(() => clients.remove(poolId, 'app')))).toBe(1)
  },

  async 'messages/address-count-store.ts'({ stores: { addressCounts }, poolId, at }) {
    const send = () => addressCounts.countSent(poolId, 'alice@example.com', at())
    expect(yes([...(await atOnce(send)), ...(await atOnce(send)), ...(await atOnce(send))])).toBe(20)
    expect(await addressCounts.countSent(poolId, 'ALICE@example.com', at(HOUR))).toBe(true)
  },

  async 'messages/outbox-store.ts'({ stores: { outbox }, alice, at }) {
    const message = { medium: 'EMAIL', to: 'alice@example.com', subject: 'Hello', body: 'Hello' } as const
    for (const id of ['one', 'two', 'three']) await outbox.put(alice, id, message, at())
    const claims = await atOnce(() => outbox.claim('EMAIL', at(), at(1000)))
    const [one, ...others] = claims.filter((claim) => claim !== undefined)
    // What another takes is not waited for, so that fewer may be found at once than there are; none is found twice.
    expect(new Set([one, ...others].map((claim) => claim?.messageId)).size).toBe(1 + others.length)
    if (!one) throw new Error('Nothing was due.')
    const finished = await atOnce(() => outbox.finish(one, { state: 'sent', at: at(), keepContent: false }))
    expect(yes(finished)).toBe(1)
    expect(await outbox.postpone(one, at(), 'late')).toBe(false)
  },

  async 'users/linked-identity-store.ts'({ stores: { linkedIdentities }, poolId, alice, bob }) {
    const key = { poolId, providerName: 'Other', subject: '1' }
    const inserted = await atOnce((time) =>
      linkedIdentities.insert(key, [alice, bob][time % 2]?.userId ?? ''),
    )
    expect(yes(inserted)).toBe(1)
    await linkedIdentities.remove(key)
    expect(await linkedIdentities.ownerOf(key)).toBeUndefined()
  },

  async 'groups/group-store.ts'({ stores: { groups }, poolId, alice, nobody, at }) {
    const key = { poolId, groupName: 'staff' }
    const settings = { description: undefined, roleArn: undefined, precedence: undefined }
    expect(yes(await atOnce(() => groups.insert(key, settings, at())))).toBe(1)
    expect(yes(await atOnce(() => groups.addMember(alice, 'staff', at())))).toBe(1)
    expect(await groups.addMember(nobody, 'staff', at())).toBe(false)
    expect(await groups.addMember(alice, 'no such group', at())).toBe(false)
    expect(yes(await atOnce(() => groups.remove(key)))).toBe(1)
    expect(await groups.hasMember(alice, 'staff')).toBe(false)
  },

  async 'sign-in/custom-sign-in-store.ts'({ stores: { customSignIns }, alice, at }) {
    const key = { ...alice, signInId: 'one', round: 1 }
    await customSignIns.keep(key, {} as Parameters<typeof customSignIns.keep>[1], at(HOUR))
    const taken = await atOnce(() => customSignIns.take(key))
    expect(taken.filter((state) => state !== undefined)).toHaveLength(1)
  },

  async 'sign-in/proved-factor-store.ts'({ stores: { provedFactors }, alice, at }) {
    const key = { ...alice, signInId: 'one' }
    await atOnce(() => provedFactors.note(key, at(HOUR)))
    expect(await provedFactors.isNoted(key, at())).toBe(true)
    expect(await provedFactors.isNoted(key, at(HOUR))).toBe(false)
    expect(await provedFactors.isNoted({ ...key, signInId: 'two' }, at())).toBe(false)
  },

  async 'users/former-password-store.ts'({ stores: { formerPasswords }, alice, bob, at }) {
    for (const time of [1, 2, 3])
      await formerPasswords.remember(alice, { salt: `${time}`, verifier: Buffer.of(time) }, 2, at(time))
    expect((await formerPasswords.latest(alice, 9)).map(({ salt }) => salt)).toEqual(['3', '2'])
    expect(await formerPasswords.latest(bob, 9)).toEqual([])
  },

  async 'users/waiting-address-store.ts'({ stores: { waitingAddresses }, alice, bob }) {
    await atOnce((time) => waitingAddresses.put(alice, 'email', `${time}@example.com`))
    await waitingAddresses.put(alice, 'email', 'last@example.com')
    expect(await waitingAddresses.find(alice, 'email')).toBe('last@example.com')
    expect(await waitingAddresses.find(bob, 'email')).toBeUndefined()
    await waitingAddresses.remove(alice, 'email')
    expect(await waitingAddresses.find(alice, 'email')).toBeUndefined()
  },

  async 'mfa/software-token-store.ts'({ stores: { softwareTokens }, alice, at }) {
    await softwareTokens.associate(alice, 'SECRET', at())
    expect(await softwareTokens.spend(alice, 7)).toBe(false)
    expect(await softwareTokens.activate(alice, undefined, 5)).toBe(true)
    expect(await softwareTokens.activate(alice, undefined, 6)).toBe(false)
    expect(yes(await atOnce(() => softwareTokens.spend(alice, 7)))).toBe(1)
    expect(await softwareTokens.spend(alice, 6)).toBe(false)
  },

  async 'passkeys/passkey-store.ts'({ stores: { passkeys }, alice, bob, nobody, at }) {
    const passkey = (owner: typeof alice, credentialId: string) => ({
      ...owner,
      credentialId,
      publicKey: 'key',
      counter: 1,
      relyingPartyId: 'localhost',
      name: 'Passkey',
      transports: [],
      attachment: undefined,
      createdAt: at(),
    })
    expect(yes(await atOnce((time) => passkeys.add(passkey([alice, bob][time % 2] ?? alice, 'one'))))).toBe(1)
    expect(await passkeys.add(passkey(nobody, 'two'))).toBe(false)
    const [owner = alice] = (await passkeys.ofUser(alice)).length > 0 ? [alice] : [bob]
    expect(yes(await atOnce(() => passkeys.used({ ...owner, credentialId: 'one' }, 2)))).toBe(1)
    const registration = { challenge: 'c', clientId: 'app', expiresAt: at(HOUR) }
    await passkeys.beginRegistration(alice, registration)
    expect(yes(await atOnce(() => passkeys.endRegistration(alice, 'c')))).toBe(1)
  },

  async 'imports/import-job-store.ts'({ stores: { importJobs }, world, poolId, at }) {
    const jobs = ['one', 'two'].map((jobId) => ({ poolId, jobId, name: jobId, roleArn: 'arn' }))
    for (const job of jobs) {
      await importJobs.insert(job, at())
      expect(await importJobs.start(job, at())).toBe(false)
      await importJobs.keepChunk(job, 'file', 0, Buffer.from('lines'))
      expect(await world.transaction((stores) => stores.importJobs.useUpload(job, 'file'))).toBe(true)
    }
    const started = await atOnce((time) =>
      world.transaction(async (stores) => {
        await stores.pools.hold(poolId)
        return stores.importJobs.start(jobs[time % 2] ?? { poolId, jobId: '' }, at())
      }),
    )
    expect(yes(started)).toBe(1)
    const [job] = await importJobs.waiting(at(1), 0)
    if (!job) throw new Error('No job runs.')
    // A file that comes too late leaves the one that is read.
    expect(await world.transaction((stores) => stores.importJobs.useUpload(job, 'other'))).toBe(false)
    expect(await importJobs.chunk(job, 'file', 0)).toEqual(Buffer.from('lines'))
    expect(yes(await atOnce(() => importJobs.take(job, at(2))))).toBe(1)
    expect(yes(await atOnce(() => importJobs.reserve(job, { from: 0, to: 5 }, at(3))))).toBe(1)
    const end = { status: 'Succeeded', message: 'done' } as const
    expect(yes(await atOnce(() => importJobs.end(job, end, at(4))))).toBe(1)
  },
}

test.each(Object.keys(stories))('%s', async (file) => {
  await using ground = await storeGround()
  await stories[file]?.(ground)
})

test('a name that many want at once is one user’s', async () => {
  await using ground = await storeGround()
  const { world, poolId, at } = ground
  const taken = await atOnce((time) =>
    world
      .transaction(async ({ users }) => {
        const user = {
          poolId,
          userId: `${time}`,
          username: 'carol',
          status: 'CONFIRMED',
          attributes: {},
        } as const
        const name = await users.insert(
          { ...user, password: undefined },
          [{ name: 'carol', kind: 'username' }],
          at(),
        )
        if (name) throw new Error('taken')
        return true
      })
      .catch(() => false),
  )
  expect(yes(taken)).toBe(1)
  expect(await world.stores.pools.countUsers(poolId)).toBe(3)
})

test('every store is tested here, or has a test of its own', () => {
  const here = new URL('.', import.meta.url)
  const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).map((file) =>
    file.replaceAll('\\', '/'),
  )
  const own = files
    .filter((file) => file.endsWith('-store.test.ts'))
    .map((file) => file.replace('.test.ts', '.ts'))
  // Whole pools: moves.test.ts.
  const tested = new Set([...Object.keys(stories), ...own, 'moves/move-store.ts'])
  expect([...tested].sort()).toEqual(files.filter((file) => file.endsWith('-store.ts')).sort())
})
