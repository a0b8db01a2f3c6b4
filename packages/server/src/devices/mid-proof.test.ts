import '@latchkey/testing/matchers'
import { type Device, halfProved, srpA, type TestPool, userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

const deviceDoesNotExist = { code: 'ResourceNotFoundException', message: 'Device does not exist.' }

describe('between the two halves of its proof', () => {
  test('a device that nothing happens to signs in by the proof', async () => {
    await using pool = await userPool({ remember: 'always' })
    const alice = await pool.user('alice')
    const laptop = await pool.signedIn(alice)
    const answer = await halfProved(pool, laptop, alice)
    expect((await answer()).AuthenticationResult?.AccessToken).toBeDefined()
  })

  test.each(['by its user', 'by an operator'])(
    'a device that is forgotten %s does not sign in by it',
    async (by) => {
      await using pool = await userPool({ remember: 'always' })
      const alice = await pool.user('alice')
      const laptop = await pool.signedIn(alice)
      const phone = await pool.signedIn(alice, 'Phone')
      const answer = await halfProved(pool, laptop, alice)
      if (by === 'by its user') await phone.forgetDevice(laptop.key)
      else await pool.call('AdminForgetDevice', operatorsView(pool, laptop))
      await expect(answer()).rejects.toMatchObject(deviceDoesNotExist)
    },
  )

  test.each(['by its user', 'by an operator'])(
    'a device that is no longer remembered, %s, does not sign in by it',
    async (by) => {
      await using pool = await userPool({ remember: 'opt-in' })
      const alice = await pool.user('alice')
      const laptop = await pool.signedIn(alice)
      await laptop.rememberDevice()
      const answer = await halfProved(pool, laptop, alice)
      const DeviceRememberedStatus = 'not_remembered'
      if (by === 'by its user') await laptop.doNotRemember()
      else
        await pool.call('AdminUpdateDeviceStatus', { ...operatorsView(pool, laptop), DeviceRememberedStatus })
      await expect(answer()).rejects.toMatchObject(deviceDoesNotExist)
    },
  )

  test('a device of a user who is disabled or whose password is changed does not sign in by it', async () => {
    await using pool = await userPool({ remember: 'always' })
    const alice = await pool.user('alice')
    const laptop = await pool.signedIn(alice)
    const user = { UserPoolId: pool.poolId, Username: 'alice' }
    const disabled = await halfProved(pool, laptop, alice)
    await pool.call('AdminDisableUser', user)
    await expect(disabled()).rejects.toMatchObject({ code: 'NotAuthorizedException' })
    await pool.call('AdminEnableUser', user)
    const changed = await halfProved(pool, laptop, alice)
    await pool.call('AdminSetUserPassword', { ...user, Password: 'Another-password-8', Permanent: true })
    await expect(changed()).rejects.toMatchObject({ code: 'NotAuthorizedException' })
  })
})

describe('a choice of the first factor', () => {
  test.each(['PASSWORD', 'PASSWORD_SRP'])(
    'answered by %s with the name of another user is refused, even with their right password',
    async (ANSWER) => {
      await using pool = await userPool()
      const alice = await pool.user('alice')
      const mallory = await pool.user('mallory')
      const phone = pool.device('Phone')
      await phone.signIn(alice, { flow: 'choice' })
      const { SRP_A } = await srpA()
      const shown = ANSWER === 'PASSWORD' ? { PASSWORD: mallory.password } : { SRP_A }
      const responses = { USERNAME: 'mallory', ANSWER, ...shown }
      await expect(phone.respond('SELECT_CHALLENGE', responses, phone.open.session)).rejects.toMatchObject({
        code: 'NotAuthorizedException',
      })
      expect(await phone.choose('PASSWORD', alice.password)).toAskFor('nothing')
    },
  )
})

const operatorsView = (pool: TestPool, device: Device) => ({
  UserPoolId: pool.poolId,
  Username: 'alice',
  DeviceKey: device.key,
})
