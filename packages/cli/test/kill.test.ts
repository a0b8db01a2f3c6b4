import { newDeviceSecret, toBase64 } from '@latchkey/srp'
import { openSslEngine } from '@latchkey/srp/node'
import { expect, test } from 'vitest'
import { sample, sdk, serve, signIn, temporaryFolder } from './command-line.js'

/** Signs in as on a new device, and registers it. The key, once the server has acknowledged it. */
async function trackDevice(url: string): Promise<string> {
  const { AuthenticationResult } = await signIn(url)
  const { DeviceKey = '', DeviceGroupKey = '' } = AuthenticationResult?.NewDeviceMetadata ?? {}
  const { salt, verifier } = await newDeviceSecret(openSslEngine, DeviceGroupKey, DeviceKey)
  await sdk(url).confirmDevice({
    AccessToken: AuthenticationResult?.AccessToken ?? '',
    DeviceKey,
    DeviceSecretVerifierConfig: { Salt: toBase64(salt), PasswordVerifier: toBase64(verifier) },
  })
  return DeviceKey
}

/** Tracks devices, one after the other, until the server is gone. */
async function trackUntilGone(url: string, acknowledged: Set<string>): Promise<void> {
  for (let count = 0; count < 1000; count += 1) {
    const key = await trackDevice(url).catch(() => undefined)
    if (key === undefined) return
    acknowledged.add(key)
  }
}

test('kill -9 in the middle of sign-ins loses no acknowledged device, and the server starts again at once', async () => {
  using folder = temporaryFolder()
  const args = ['--data', folder.path, '--config', folder.write('c.json', sample)]
  const acknowledged = new Set<string>()
  for (let round = 1; round <= 3; round += 1) {
    await using server = await serve(args)
    const load = Promise.all([1, 2, 3, 4].map(() => trackUntilGone(server.url, acknowledged)))
    await expect.poll(() => acknowledged.size, { timeout: 30_000 }).toBeGreaterThanOrEqual(round * 8)
    expect(await server.stop('SIGKILL')).toMatchObject({ signal: 'SIGKILL' })
    await load
  }
  await using after = await serve(args)
  expect(await devicesOf(after.url)).toEqual(expect.arrayContaining([...acknowledged]))
})

async function devicesOf(url: string): Promise<string[]> {
  const keys: string[] = []
  let token: string | undefined
  do {
    const page = await sdk(url).adminListDevices({
      UserPoolId: 'local_Test1',
      Username: 'alice',
      ...(token === undefined ? {} : { PaginationToken: token }),
    })
    keys.push(...(page.Devices ?? []).map(({ DeviceKey = '' }) => DeviceKey))
    token = page.PaginationToken
  } while (token !== undefined)
  return keys
}
