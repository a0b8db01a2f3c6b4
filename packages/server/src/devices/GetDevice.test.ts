import { userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'

test("GetDevice shows a tracked device of one's own, remembered or not, without dev: attributes", async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  pool.clock.advance('90 seconds 250 milliseconds')
  const request = { AccessToken: laptop.accessToken, DeviceKey: laptop.key }
  const noon = Date.parse('2026-03-11T12:00:00Z') / 1000
  const shown = (modified: number) => ({
    Device: {
      DeviceKey: laptop.key,
      DeviceAttributes: [
        { Name: 'device_status', Value: 'valid' },
        { Name: 'device_name', Value: 'Firefox on a laptop' },
        { Name: 'last_ip_used', Value: '192.0.2.1' },
      ],
      DeviceCreateDate: noon,
      DeviceLastModifiedDate: modified,
      DeviceLastAuthenticatedDate: noon,
    },
  })
  expect(await pool.call('GetDevice', request)).toEqual(shown(noon))
  await laptop.rememberDevice()
  expect(await pool.call('GetDevice', request)).toEqual(shown(noon + 90.25))
})

test('GetDevice tells the last sign-in in whole seconds', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  pool.clock.advance('750 milliseconds')
  const laptop = await pool.signedIn(await pool.user('alice'))
  const { Device } = await pool.call('GetDevice', { AccessToken: laptop.accessToken, DeviceKey: laptop.key })
  const noon = Date.parse('2026-03-11T12:00:00Z') / 1000
  expect(Device).toMatchObject({ DeviceCreateDate: noon + 0.75, DeviceLastAuthenticatedDate: noon })
})

test("GetDevice answers of another user's device as of one that does not exist", async () => {
  await using pool = await userPool({ remember: 'always' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  const { accessToken: AccessToken } = await pool.signedIn(await pool.user('mallory'))
  const unknown = 'local_00000000-0000-4000-8000-000000000000'
  for (const DeviceKey of [laptop.key, unknown]) {
    await expect(pool.call('GetDevice', { AccessToken, DeviceKey })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Device does not exist.',
    })
  }
})

test('GetDevice needs an access token, though the model does not say so', async () => {
  await using pool = await userPool({ remember: 'always' })
  await expect(pool.call('GetDevice', { DeviceKey: 'local_1' })).rejects.toMatchObject({
    code: 'InvalidParameterException',
    message: 'Missing required parameter AccessToken',
  })
})

test('GetDevice says which constraint a key does not meet', async () => {
  await using pool = await userPool({ remember: 'always' })
  await expect(pool.call('GetDevice', { AccessToken: 'a', DeviceKey: 'US_UPPER' })).rejects.toMatchObject({
    code: 'InvalidParameterException',
    message:
      "1 validation error detected: Value 'US_UPPER' at 'deviceKey' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w-]+_[0-9a-f-]+",
  })
})
