import { type Device, type Person, sharedPool, type TestPool, userPool } from '@latchkey/testing'
import { array, assert, asyncProperty, constantFrom } from 'fast-check'
import { expect, test } from 'vitest'

/** Every change of a device’s state or name has one event, and what changes nothing has none. */

const rowOf = (pool: TestPool, deviceKey: string) =>
  pool.database
    .selectFrom('devices')
    .select(['state', 'name'])
    .where('device_key', '=', deviceKey)
    .executeTakeFirst()

const kindsOf = async (pool: TestPool, deviceKey: string): Promise<string[]> => {
  const events = await pool.database
    .selectFrom('events')
    .select('kind')
    .where('device_key', '=', deviceKey)
    .where('kind', 'like', 'device_%')
    .orderBy('event_id')
    .execute()
  return events.map(({ kind }) => kind)
}

type Row = Awaited<ReturnType<typeof rowOf>>

/** The event that the change of a row asks for. */
function eventOf(before: Row, after: Row): string[] {
  if (before?.state === after?.state) return before?.name === after?.name ? [] : ['device_renamed']
  if (before?.state === 'issued') return ['device_tracked']
  return [`device_${after?.state}`]
}

type Deed = (pool: TestPool, alice: Person, laptop: Device, deviceKey: string) => Promise<unknown>

const secret = (byte: number) => ({
  PasswordVerifier: Buffer.alloc(384, byte).toString('base64'),
  Salt: Buffer.alloc(16, byte).toString('base64'),
})

const status =
  (DeviceRememberedStatus: 'remembered' | 'not_remembered'): Deed =>
  (pool, _, { accessToken }, DeviceKey) =>
    pool.call('UpdateDeviceStatus', { AccessToken: accessToken, DeviceKey, DeviceRememberedStatus })

const statusByOperator =
  (DeviceRememberedStatus: 'remembered' | 'not_remembered'): Deed =>
  ({ call, poolId: UserPoolId }, { username: Username }, _, DeviceKey) =>
    call('AdminUpdateDeviceStatus', { UserPoolId, Username, DeviceKey, DeviceRememberedStatus })

const confirm =
  (byte: number, DeviceName?: string): Deed =>
  (pool, _, { accessToken }, DeviceKey) =>
    pool.call('ConfirmDevice', {
      AccessToken: accessToken,
      DeviceKey,
      DeviceName,
      DeviceSecretVerifierConfig: secret(byte),
    })

const deeds: Record<string, Deed> = {
  confirm: confirm(1),
  'confirm as Laptop': confirm(1, 'Laptop'),
  'confirm as Desk': confirm(1, 'Desk'),
  'confirm with another secret': confirm(2, 'Thief'),
  remember: status('remembered'),
  'do not remember': status('not_remembered'),
  'an operator remembers': statusByOperator('remembered'),
  'an operator stops it': statusByOperator('not_remembered'),
  'rename to Desk': (pool, _, { accessToken }, DeviceKey) =>
    pool.call('RenameDevice', { AccessToken: accessToken, DeviceKey, DeviceName: 'Desk' }),
  refresh: (_, __, laptop) => laptop.refresh(),
  forget: (pool, _, { accessToken }, DeviceKey) =>
    pool.call('ForgetDevice', { AccessToken: accessToken, DeviceKey }),
  'an operator forgets': ({ call, poolId: UserPoolId }, { username: Username }, _, DeviceKey) =>
    call('AdminForgetDevice', { UserPoolId, Username, DeviceKey }),
}

test('in whatever life of a device, each change has one event, and nothing else has', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const alice = await pool.user('alice')
  const life = asyncProperty(array(constantFrom(...Object.keys(deeds)), { maxLength: 12 }), async (names) => {
    const laptop = pool.device('Laptop')
    laptop.confirmsItself = false
    await laptop.signIn(alice, { flow: 'password' })
    const deviceKey = String(laptop.claims.device_key)
    for (const name of names) {
      const [before, told] = [await rowOf(pool, deviceKey), await kindsOf(pool, deviceKey)]
      await deeds[name]?.(pool, alice, laptop, deviceKey).catch(() => {})
      const [after, now] = [await rowOf(pool, deviceKey), await kindsOf(pool, deviceKey)]
      expect(now.slice(0, told.length)).toEqual(told)
      expect(now.slice(told.length), `${name}: ${before?.state} → ${after?.state}`).toEqual(
        eventOf(before, after),
      )
    }
  })
  await assert(life, { numRuns: 25 })
})

test.each([
  ['is forgotten twice', ['forget', 'an operator forgets'], ['device_forgotten']],
  ['is confirmed twice', ['confirm', 'confirm'], ['device_tracked']],
])('a device that %s at once has one event', async (_, [one, other], expected) => {
  await using pool = await sharedPool({ remember: 'opt-in' })
  const alice = await pool.user('alice')
  const deed =
    (name = '') =>
    (laptop: Device) =>
      deeds[name]?.(pool, alice, laptop, String(laptop.claims.device_key)) ?? Promise.resolve()
  await pool.meet({
    async given() {
      const laptop = pool.device('Laptop')
      laptop.confirmsItself = false
      await laptop.signIn(alice, { flow: 'password' })
      if (one === 'forget') await deed('confirm')(laptop)
      return laptop
    },
    calls: [deed(one), deed(other)],
    async holds(_outcomes, laptop) {
      const kinds = await kindsOf(pool, String(laptop.claims.device_key))
      expect(kinds.slice(-1)).toEqual(expected)
      expect(new Set(kinds).size).toBe(kinds.length)
    },
  })
})

test('a device that is remembered twice at once has one event', async () => {
  await using pool = await sharedPool({ remember: 'opt-in' })
  const alice = await pool.user('alice')
  await pool.meet({
    given: () => pool.signedIn(alice),
    calls: [(laptop) => laptop.rememberDevice(), (laptop) => laptop.rememberDevice()],
    alike: true,
    async holds(outcomes, laptop) {
      expect(outcomes.map(({ refused }) => refused)).toEqual([undefined, undefined])
      expect(await kindsOf(pool, laptop.key)).toEqual(['device_tracked', 'device_remembered'])
    },
  })
})
