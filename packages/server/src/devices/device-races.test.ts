import {
  type Device,
  deviceSecret,
  halfProved,
  type Person,
  type SharedPool,
  sharedPool,
} from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

/** What can never be, however calls meet: see "However calls meet" in README.md. */

const doesNotExist = 'ResourceNotFoundException'

describe('forgetting a device', () => {
  test.each(['by its user', 'by an operator'])(
    '%s, while its proof is on its way: whatever session begins refreshes no more',
    async (by) => {
      await using pool = await sharedPool({ remember: 'always' })
      const { alice, phone } = await aliceWithPhone(pool)
      await pool.meet({
        async given() {
          const laptop = await entered(pool, alice)
          return { laptop, prove: await halfProved(pool, laptop, alice) }
        },
        calls: [
          ({ prove }) => prove(),
          async ({ laptop }) => {
            if (by === 'by its user') await phone.forgetDevice(laptop.key)
            else await pool.call('AdminForgetDevice', ofAlice(pool, laptop))
          },
        ],
        async holds([signIn, forgetting], { laptop }) {
          expect(forgetting.refused).toBeUndefined()
          if (signIn.refused) expect(signIn.refused).toBe(doesNotExist)
          await expectForgotten(pool, laptop, [signIn.answer?.AuthenticationResult?.RefreshToken])
        },
      })
    },
  )

  test('while it signs in: the user is signed in, and what refreshes is another device', async () => {
    await using pool = await sharedPool({ remember: 'always' })
    const { alice, phone } = await aliceWithPhone(pool)
    await pool.meet({
      async given() {
        const laptop = await entered(pool, alice)
        return { laptop, key: laptop.key }
      },
      calls: [
        ({ laptop }) => laptop.signIn(alice, { flow: 'password' }),
        ({ key }) => phone.forgetDevice(key),
      ],
      async holds([signIn, forgetting], { laptop, key }) {
        expect([signIn.refused, forgetting.refused]).toEqual([undefined, undefined])
        if (laptop.key !== key) await laptop.refresh()
        await expectForgotten(pool, { key }, laptop.key === key ? [laptop.refreshToken] : [])
      },
    })
  })

  test('that is not remembered, while a sign-in names it: whatever session is its own refreshes no more', async () => {
    await using pool = await sharedPool({ remember: 'opt-in' })
    const { alice, phone } = await aliceWithPhone(pool)
    await pool.meet({
      async given() {
        const laptop = await entered(pool, alice)
        return { laptop, key: laptop.key }
      },
      calls: [
        ({ laptop }) => laptop.signIn(alice, { flow: 'password' }),
        ({ key }) => phone.forgetDevice(key),
      ],
      async holds([signIn, forgetting], { laptop, key }) {
        expect([signIn.refused, forgetting.refused]).toEqual([undefined, undefined])
        await expectForgotten(pool, { key }, laptop.key === key ? [laptop.refreshToken] : [])
      },
    })
  })

  test.each([
    ['a token that stays', {}],
    [
      'a token that rotates',
      {
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH' as const],
        RefreshTokenRotation: { Feature: 'ENABLED' as const, RetryGracePeriodSeconds: 60 },
      },
    ],
  ])(
    'while it refreshes, with %s: neither the old token nor a new one refreshes again',
    async (_, client) => {
      await using pool = await sharedPool({ remember: 'always', client })
      const { alice, phone } = await aliceWithPhone(pool)
      await pool.meet({
        async given() {
          const laptop = await entered(pool, alice)
          return { laptop, key: laptop.key, before: laptop.refreshToken }
        },
        calls: [({ laptop }) => laptop.refresh(), ({ key }) => phone.forgetDevice(key)],
        async holds([refresh, forgetting], { laptop, before }) {
          expect(forgetting.refused).toBeUndefined()
          if (refresh.refused) expect(refresh.refused).toBe('NotAuthorizedException')
          await expectForgotten(pool, laptop, [before, laptop.refreshToken])
        },
      })
    },
  )

  test.each<[string, (device: Device) => Promise<unknown>]>([
    ['is remembered', (device: Device) => device.rememberDevice()],
    ['is no longer remembered', (device: Device) => device.doNotRemember()],
    ['is called something else', (device: Device) => rename(device)],
  ])('while it %s: it is forgotten', async (_, change) => {
    await using pool = await sharedPool({ remember: 'opt-in' })
    const { alice, phone } = await aliceWithPhone(pool)
    await pool.meet({
      given: () => entered(pool, alice),
      calls: [change, (laptop) => phone.call('ForgetDevice', ofPhone(phone, laptop))],
      async holds([changing, forgetting], laptop) {
        expect(forgetting.refused).toBeUndefined()
        if (changing.refused) expect([doesNotExist, 'InvalidParameterException']).toContain(changing.refused)
        await expectForgotten(pool, laptop, [laptop.refreshToken])
      },
    })
  })

  test('by its user and by an operator: one of them does, and it is forgotten', async () => {
    await using pool = await sharedPool({ remember: 'always' })
    const { alice, phone } = await aliceWithPhone(pool)
    await pool.meet({
      given: () => entered(pool, alice),
      calls: [
        (laptop) => phone.call('ForgetDevice', ofPhone(phone, laptop)),
        (laptop) => pool.call('AdminForgetDevice', ofAlice(pool, laptop)),
      ],
      async holds(outcomes, laptop) {
        expect(outcomes.map(({ refused }) => refused).sort()).toEqual([doesNotExist, undefined])
        await expectForgotten(pool, laptop, [laptop.refreshToken])
      },
    })
  })
})

describe('confirming a device', () => {
  test('while it is forgotten: forgotten for good, or confirmed after all', async () => {
    await using pool = await sharedPool({ remember: 'always' })
    const { alice, phone } = await aliceWithPhone(pool)
    await pool.meet({
      given: () => issued(pool, alice),
      calls: [({ confirm }) => confirm(), ({ key }) => phone.forgetDevice(key)],
      async holds([confirming, forgetting], { key, laptop }) {
        expect(confirming.refused).toBeUndefined()
        if (!forgetting.refused) return expectForgotten(pool, { key }, [laptop.refreshToken])
        expect(forgetting.refused).toBe(doesNotExist)
        expect(await stateOf(pool, key)).toBe('remembered')
      },
    })
  })

  test('twice with one secret: both times it is; with two, one of them is kept', async () => {
    await using pool = await sharedPool({ remember: 'always' })
    const alice = await pool.user('alice')
    await pool.meet({
      alike: true,
      given: () => issued(pool, alice),
      calls: [({ confirm }) => confirm(), ({ confirm }) => confirm()],
      async holds(outcomes) {
        expect(outcomes.map(({ refused }) => refused)).toEqual([undefined, undefined])
      },
    })
    await pool.meet({
      alike: true,
      given: () => issued(pool, alice),
      calls: [({ confirm }) => confirm(), ({ confirmAnother }) => confirmAnother()],
      async holds([one, other], { key, verifier }) {
        expect([one.refused, other.refused]).toContain(undefined)
        expect([one.refused, other.refused]).toContain('DeviceKeyExistsException')
        const device = await pool.server.world.stores.devices.find({ ...ids(pool, alice), deviceKey: key })
        const kept = Buffer.from(device?.secret?.verifier ?? []).toString('base64')
        expect(kept === verifier).toBe(one.refused === undefined)
      },
    })
  })

  test('while the user signs out everywhere: the device is confirmed or not, and signed out', async () => {
    await using pool = await sharedPool({ remember: 'always' })
    const alice = await pool.user('alice')
    await pool.meet({
      given: () => issued(pool, alice),
      calls: [
        ({ confirm }) => confirm(),
        ({ laptop }) => laptop.call('GlobalSignOut', { AccessToken: laptop.accessToken }),
      ],
      async holds([confirming, signingOut], { key, laptop, confirm }) {
        expect(signingOut.refused).toBeUndefined()
        expect(await stateOf(pool, key)).toBe(confirming.refused ? 'issued' : 'remembered')
        await expect(confirm()).rejects.toMatchObject({ code: 'NotAuthorizedException' })
        await expectNoRefresh(laptop, laptop.refreshToken, key)
      },
    })
  })
})

describe('deleting a user', () => {
  test.each([
    ['is confirmed', ({ confirm }: Issued) => confirm()],
    ['is shown', ({ laptop }: Issued) => laptop.fetchDevices()],
    ['proves itself', ({ prove }: Issued) => prove()],
    ['is forgotten', ({ laptop, other }: Issued) => laptop.call('ForgetDevice', ofPhone(laptop, other))],
  ])('while a device of theirs %s leaves nothing of it', async (_, call) => {
    await using pool = await sharedPool({ remember: 'always' })
    await pool.meet({
      async given(time) {
        const alice = await pool.user(`alice-${time}`)
        const other = await entered(pool, alice)
        return { ...(await issued(pool, alice)), other, prove: await halfProved(pool, other, alice), alice }
      },
      calls: [call, ({ alice }) => pool.call('AdminDeleteUser', named(pool, alice))],
      async holds([calling, deleting], { laptop }) {
        expect(deleting.refused).toBeUndefined()
        if (calling.refused)
          expect(['NotAuthorizedException', doesNotExist, 'InvalidParameterException']).toContain(
            calling.refused,
          )
        for (const table of ['users', 'devices', 'sessions', 'refresh_tokens'] as const)
          expect(await pool.database.selectFrom(table).selectAll().execute()).toEqual([])
        await expectNoRefresh(laptop, laptop.refreshToken)
      },
    })
  })
})

test('an operator who remembers a device for its user, who would rather not: one of both is done last', async () => {
  await using pool = await sharedPool({ remember: 'opt-in' })
  const alice = await pool.user('alice')
  await pool.meet({
    given: () => entered(pool, alice),
    calls: [
      (laptop) => laptop.doNotRemember(),
      (laptop) =>
        pool.call('AdminUpdateDeviceStatus', {
          ...ofAlice(pool, laptop),
          DeviceRememberedStatus: 'remembered',
        }),
    ],
    async holds(outcomes, laptop) {
      expect(outcomes.map(({ refused }) => refused)).toEqual([undefined, undefined])
      expect(['remembered', 'not_remembered']).toContain(await stateOf(pool, laptop.key))
    },
  })
})

async function aliceWithPhone(pool: SharedPool) {
  const alice = await pool.user('alice')
  return { alice, phone: await entered(pool, alice, 'Phone') }
}

async function entered(pool: SharedPool, who: Person, name = 'Laptop'): Promise<Device> {
  const device = pool.device(name)
  await device.enter(who, { flow: 'password' })
  return device
}

type Issued = Awaited<ReturnType<typeof issued>> & { other: Device; prove: () => Promise<unknown> }

/** A device that was not confirmed yet, and could be, with one secret or another. */
async function issued(pool: SharedPool, who: Person) {
  const laptop = pool.device('Laptop')
  laptop.confirmsItself = false
  const { NewDeviceMetadata } = await laptop.enter(who, { flow: 'password' })
  const { DeviceKey: key = '', DeviceGroupKey: group = '' } = NewDeviceMetadata ?? {}
  const [one, another] = [await deviceSecret(group, key), await deviceSecret(group, key)]
  const confirming = (config: typeof one.config) => () =>
    laptop.call('ConfirmDevice', {
      AccessToken: laptop.accessToken,
      DeviceKey: key,
      DeviceSecretVerifierConfig: config,
    })
  return {
    laptop,
    key,
    verifier: one.config.PasswordVerifier,
    confirm: confirming(one.config),
    confirmAnother: confirming(another.config),
  }
}

const ids = ({ poolId }: SharedPool, { userId }: Person) => ({ poolId, userId })
const named = ({ poolId }: SharedPool, { username }: Person) => ({ UserPoolId: poolId, Username: username })
const ofAlice = ({ poolId }: SharedPool, { key }: Device) => ({
  UserPoolId: poolId,
  Username: 'alice',
  DeviceKey: key,
})
const ofPhone = ({ accessToken }: Device, { key }: Device) => ({ AccessToken: accessToken, DeviceKey: key })

/** ConfirmDevice once more, with the same secret and another name. */
function rename(device: Device) {
  const confirmed = device.calls.find(({ operation }) => operation === 'ConfirmDevice')
  const request = confirmed?.request as { DeviceKey: string }
  return device.call('ConfirmDevice', {
    ...request,
    AccessToken: device.accessToken,
    DeviceName: 'Something else',
  })
}

async function rowOf(pool: SharedPool, key: string) {
  const row = await pool.database
    .selectFrom('devices')
    .select(['state', 'sealed_srp_verifier'])
    .where('device_key', '=', key)
    .executeTakeFirst()
  return row ?? { state: 'none', sealed_srp_verifier: null }
}

const stateOf = async (pool: SharedPool, key: string) => (await rowOf(pool, key)).state

const expectNoRefresh = (device: Device, RefreshToken: string, DeviceKey = device.kept?.deviceKey) =>
  expect(
    device.call('GetTokensFromRefreshToken', { ClientId: device.client.clientId, RefreshToken, DeviceKey }),
  ).rejects.toMatchObject({ code: 'NotAuthorizedException' })

/** Its secret is gone, none of its sessions refreshes, and none of these tokens does. */
async function expectForgotten(
  pool: SharedPool,
  { key }: Pick<Device, 'key'>,
  refreshTokens: readonly (string | undefined)[],
): Promise<void> {
  expect(await rowOf(pool, key)).toEqual({ state: 'forgotten', sealed_srp_verifier: null })
  const alive = await pool.database
    .selectFrom('sessions')
    .select('session_id')
    .where('device_key', '=', key)
    .where('refresh_ended_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute()
  expect(alive).toEqual([])
  for (const token of refreshTokens)
    if (token !== undefined) await expectNoRefresh(pool.device('Laptop'), token, key)
}
