import { type TestPool, userPool } from '@latchkey/testing'
import '@latchkey/testing/matchers'
import { expect, test } from 'vitest'
import { configurationOf, type DeviceSettings, type Remembering } from './device-settings.js'
import { updateOf } from './update-pool.js'

/** What the console says of a change, held against the server: the sentences are those of device-settings.ts. */

const set = (remembering: Remembering, replacesMfa = true): DeviceSettings => ({ remembering, replacesMfa })

async function change(pool: TestPool, settings: DeviceSettings): Promise<void> {
  const { UserPool = {} } = await pool.call('DescribeUserPool', { UserPoolId: pool.poolId })
  await pool.call('UpdateUserPool', updateOf(UserPool, { DeviceConfiguration: configurationOf(settings) }))
}

test('devices keep what they are when settings change, and it is worth what the console says', async () => {
  await using pool = await userPool({ remember: 'opt-in', mfa: 'optional' })
  const ann = await pool.user('ann', { totp: true })
  const [laptop, phone] = [pool.device('a laptop'), pool.device('a phone')]
  for (const device of [laptop, phone]) {
    await device.signIn(ann)
    await device.answer(ann.code())
  }
  await laptop.rememberDevice()
  expect(await laptop.signIn(ann)).toAskFor('nothing')

  await change(pool, set('always'))
  expect(await laptop.signIn(ann), 'stay remembered and go on skipping MFA').toAskFor('nothing')
  expect(await phone.signIn(ann), 'are not remembered by this').toAskFor('totp')

  await change(pool, set('always', false))
  expect(await laptop.signIn(ann), 'are asked for the second factor again').toAskFor('totp')
  await laptop.answer(ann.code())

  await change(pool, set('off'))
  expect(await laptop.refresh(), 'nobody is signed out').toHaveProperty('AccessToken')
  expect(await laptop.signIn(ann), 'asked for the second factor every time').toAskFor('totp')

  await change(pool, set('opt-in'))
  expect(await laptop.signIn(ann), 'turned on again, remembered as they are now').toAskFor('nothing')
  expect(await phone.signIn(ann)).toAskFor('totp')
})

test('an update that changes nothing changes nothing', async () => {
  await using pool = await userPool({
    remember: 'opt-in',
    mfa: 'optional',
    pool: {
      UserPoolTags: { team: 'blue' },
      AutoVerifiedAttributes: ['email'],
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      VerificationMessageTemplate: {
        EmailMessage: 'Your code: {####}',
        DefaultEmailOption: 'CONFIRM_WITH_CODE',
      },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      Policies: { PasswordPolicy: { MinimumLength: 12, PasswordHistorySize: 3 } },
      DeletionProtection: 'ACTIVE',
    },
  })
  const described = async () =>
    (await pool.call('DescribeUserPool', { UserPoolId: pool.poolId })).UserPool ?? {}
  const before = await described()
  pool.clock.advance('1 hour')
  await pool.call('UpdateUserPool', updateOf(before, {}))
  const after = await described()
  expect(after.LastModifiedDate).not.toBe(before.LastModifiedDate)
  expect({ ...after, LastModifiedDate: before.LastModifiedDate }).toEqual(before)
})
