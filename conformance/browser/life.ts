import { expect } from 'vitest'
import type { UserPool } from '../pool-server.js'
import { KNOWN_DEVICE } from '../walks.js'
import type { Latchkey } from './chromium.js'
import type { Remote } from './remote.js'
import { signIn } from './sign-in.js'

/** Where it is told: devices stand in for the second factor, and are remembered when their user says so. */
export const WHERE_USERS_DECIDE = { mfa: 'required', remember: 'opt-in' } as const

/** The whole life of a device. It is the same wherever the library runs; only the name of the device is not. */
export async function wholeLife(auth: Remote<Latchkey>, pool: UserPool, deviceName: string): Promise<void> {
  const alice = await pool.user('alice', { totp: true })
  expect(await signIn(auth, alice)).toBe('a code')
  expect(await auth.getCurrentDevice()).toMatchObject({
    name: deviceName,
    isCurrent: true,
    isRemembered: false,
  })
  const [deviceKey] = await pool.trackedDevices('alice')

  await auth.rememberDevice({ name: 'The one in my bag' })
  expect(await auth.fetchDevices()).toMatchObject([
    {
      id: deviceKey,
      name: 'The one in my bag',
      isCurrent: true,
      isRemembered: true,
      createDate: expect.any(Date),
    },
  ])
  await auth.renameDevice({ device: { id: String(deviceKey) }, name: 'Die in meiner Tasche 🎒' })
  expect(await auth.fetchTrackedDevices()).toMatchObject([
    {
      id: deviceKey,
      name: 'Die in meiner Tasche 🎒',
      state: 'remembered',
      isCurrent: true,
      openSessions: 1,
      lastAuthenticatedDate: expect.any(Date),
    },
  ])
  await auth.signOut()
  expect(await pool.book.during(() => signIn(auth, alice))).toEqual(KNOWN_DEVICE)

  // At once, and it is a new device at the next sign-in.
  await auth.signOutDevice({ device: { id: String(deviceKey) } })
  expect(await pool.trackedDevices('alice')).toEqual([])
  expect(await signIn(auth, alice)).toBe('a code')

  await auth.forgetDevice()
  expect(await auth.fetchDevices()).toEqual([])
  expect(await pool.trackedDevices('alice')).toEqual([])
  await auth.signOut()
  expect(await signIn(auth, alice)).toBe('a code')
}
