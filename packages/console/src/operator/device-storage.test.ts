import { afterEach, expect, test, vi } from 'vitest'
import { deviceStorage } from './device-storage.js'

const key = (name: string) => `CognitoIdentityServiceProvider.console.ann.${name}`

afterEach(() => vi.unstubAllGlobals())

function browser() {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    setItem: (name: string, value: string) => kept.set(name, value),
    getItem: (name: string) => kept.get(name) ?? null,
    removeItem: (name: string) => kept.delete(name),
  })
  return kept
}

test('the browser keeps what it is known by, and no token', async () => {
  const kept = browser()
  const storage = deviceStorage()
  for (const name of ['accessToken', 'idToken', 'refreshToken', 'pendingDevice', 'deviceKey']) {
    await storage.setItem(key(name), name)
  }
  expect([...kept.keys()]).toEqual([key('deviceKey')])
  expect(await storage.getItem(key('refreshToken'))).toBe('refreshToken')
})

test('tokens that were exchanged are gone, and the device is not', async () => {
  browser()
  const storage = deviceStorage()
  await storage.setItem(key('accessToken'), 'a token')
  await storage.setItem(key('deviceKey'), 'a key')
  storage.dropTokens()
  expect(await storage.getItem(key('accessToken'))).toBeNull()
  expect(await storage.getItem(key('deviceKey'))).toBe('a key')
  await storage.removeItem(key('deviceKey'))
  expect(await storage.getItem(key('deviceKey'))).toBeNull()
})

test('an operator whose name ends like a key is an operator all the same', async () => {
  const kept = browser()
  await deviceStorage().setItem('CognitoIdentityServiceProvider.console.ann.deviceKey.accessToken', 'a token')
  expect(kept.size).toBe(0)
})
