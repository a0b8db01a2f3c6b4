import type { Engine } from '@latchkey/srp'
import { nodeEngine } from '@latchkey/srp/node'
import { type TestPool, userPool } from '@latchkey/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { configure } from '../configure.js'
import { getCurrentDevice } from '../devices/getCurrentDevice.js'
import { platform } from '../platform.js'
import { memoryStorage } from '../storage/key-value-storage.js'
import { signIn } from './signIn.js'
import { signOut } from './signOut.js'

/** What a sign-in costs in powers of 3072 bits, and when they are computed. */

const loadEngine = platform.engine
let powers = 0
/** Set by tests that look at the time between a request and its answer. */
let whileAnswering: ((operation: string, body: string) => Promise<unknown>) | undefined

beforeEach(() => {
  powers = 0
  whileAnswering = undefined
  const engine = nodeEngine()
  const counting: Engine = {
    ...engine,
    modPow(base, exponent) {
      powers += 1
      return engine.modPow(base, exponent)
    },
  }
  platform.engine = async () => counting
})

afterEach(() => {
  platform.engine = loadEngine
  vi.unstubAllGlobals()
})

/** An app in the same process as its server: requests go to it without a socket. */
function connect(pool: TestPool): void {
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const operation = new Headers(init.headers).get('x-amz-target')?.split('.')[1] ?? ''
    const answer = await pool.wire.fetch(new Request(url, { ...init, signal: null }))
    await whileAnswering?.(operation, String(init.body))
    return answer
  })
  const { poolId: userPoolId, client } = pool
  const Cognito = { userPoolId, userPoolClientId: client.clientId, userPoolEndpoint: pool.wire.url }
  configure({ Auth: { Cognito } }, { keyValueStorage: memoryStorage() })
}

/** How many powers an act costs, the registration of a new device included. */
async function cost(act: () => Promise<unknown>): Promise<number> {
  powers = 0
  await act()
  await getCurrentDevice()
  return powers
}

test('no power is computed that is not needed: 3 for a password, 1 for a new device, 3 for its proof', async () => {
  await using pool = await userPool({ remember: 'always' })
  const { username, password } = await pool.user('alice')
  connect(pool)
  const bySrp = { username, password }
  const inTheClear = { username, password, options: { authFlowType: 'USER_PASSWORD_AUTH' } } as const

  expect(await cost(() => signIn(inTheClear))).toBe(1)
  await signOut()
  expect(await cost(() => signIn(inTheClear))).toBe(3)
  await signOut()
  expect(await cost(() => signIn(bySrp))).toBe(3 + 3)
})

test('a new device costs one power beside the password, and one that is not remembered none', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const { username, password } = await pool.user('alice')
  connect(pool)

  expect(await cost(() => signIn({ username, password }))).toBe(3 + 1)
  await signOut()
  expect(await cost(() => signIn({ username, password }))).toBe(3)
})

test('the device’s half is computed while the server looks at the password', async () => {
  await using pool = await userPool({ remember: 'always' })
  const { username, password } = await pool.user('alice')
  connect(pool)
  for (let round = 0; round < 2; round += 1) {
    await signIn({ username, password })
    await getCurrentDevice()
    await signOut()
  }

  powers = 0
  let before = 0
  whileAnswering = async (_operation, body) => {
    if (!body.includes('PASSWORD_VERIFIER') || body.includes('DEVICE_PASSWORD')) return
    await new Promise((resolve) => setTimeout(resolve))
    before = powers
  }
  await signIn({ username, password })
  // Three for the password, and the device's public value, before the answer to PASSWORD_VERIFIER was there.
  expect(before).toBe(4)
  expect(powers).toBe(6)
})
