import { expect, test } from 'vitest'
import { given } from '../pool-server.js'
import { expectNoViolations, type PoolWithPages, picture, poolWithPages } from './pages.js'

/** What operators see of pools, and what they set. */

test('settings say what they mean and what a change does, and a change leaves the others as they were', async () => {
  await using pool = await poolWithPages({
    remember: 'always',
    mfa: 'optional',
    pool: { UserPoolTags: { team: 'blue' }, EmailVerificationSubject: 'Hello' },
  })
  const ann = await pool.user('ann')
  await signIn(pool, ann.username, ann.password)
  const before = await described(pool)
  await using operator = await pool.operator('admin')
  const { page } = operator
  await operator.open(`/console/pools/${pool.poolId}/settings`)
  await page.getByText('A remembered device is asked for its own proof instead').waitFor()
  await expectNoViolations(page)
  await page.getByRole('radio', { name: /^Those that users choose/ }).check()
  await page.getByText('New devices are remembered only if their users say so').waitFor()
  await page.getByRole('radio', { name: /^It proves itself beside/ }).check()
  const devices = page.getByRole('region', { name: 'Devices' })
  await devices.getByRole('button', { name: 'Change …' }).click()
  await expectNoViolations(page)
  await picture(page, 'console-settings-change')
  await page.getByRole('button', { name: 'Change it' }).click()
  await devices.getByText('Changed.').waitFor()
  expect(await described(pool)).toEqual({
    ...before,
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: true },
  })

  const passwords = page.getByRole('region', { name: 'Passwords' })
  await passwords.getByLabel('Shortest length').fill('5')
  await passwords.getByText('The shortest length is a number from 6 to 99.').waitFor()
  await passwords.getByLabel('Shortest length').fill('14')
  await passwords.getByRole('button', { name: 'Change …' }).click()
  await page.getByRole('button', { name: 'Change it' }).click()
  await passwords.getByText('Changed.').waitFor()
  const mfa = page.getByRole('region', { name: 'Second factor (MFA)' })
  await mfa.getByRole('radio', { name: /^Required/ }).check()
  await mfa.getByRole('button', { name: 'Change …' }).click()
  await page.getByRole('button', { name: 'Change it' }).click()
  await mfa.getByText('Changed.').waitFor()
  const after = await described(pool)
  expect(after).toMatchObject({ UserPoolTags: { team: 'blue' }, MfaConfiguration: 'ON' })
  expect(after.Policies?.PasswordPolicy?.MinimumLength).toBe(14)
})

test('the outbox shows a code as soon as it is sent, and clients say what they may', async () => {
  await using pool = await poolWithPages({ pool: { AutoVerifiedAttributes: ['email'] } })
  await using operator = await pool.operator('admin', { size: 'phone' })
  const { page } = operator
  await operator.open(`/console/pools/${pool.poolId}/messages`)
  await page.getByText('Nothing was sent yet').waitFor()
  await pool.admin.signUp({
    ClientId: pool.clientId,
    Username: 'zoe',
    Password: 'Correct-horse-1',
    UserAttributes: [{ Name: 'email', Value: 'zoe@example.com' }],
  })
  const code = await pool.latestCode('zoe')
  await page.locator('.message-code', { hasText: code }).waitFor()
  await expectNoViolations(page)
  await picture(page, 'console-outbox-phone')
  await operator.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: `Copy the code ${code}` }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code)
  await operator.open(`/console/pools/${pool.poolId}/clients`)
  await page.getByText('Password, proved by SRP').waitFor()
})

test('a page says that the server went away, and goes on by itself when it is back', async () => {
  await using pool = await poolWithPages()
  await pool.user('ann')
  await using operator = await pool.operator('admin')
  const { page } = operator
  await operator.open(`/console/pools/${pool.poolId}/events`)
  await page.getByRole('heading', { name: 'Events' }).waitFor()
  await page.locator('.event').first().waitFor()
  const banner = page.getByRole('status').getByText('The server does not answer.')
  operator.expects(/ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/)
  await pool.goAway()
  await banner.waitFor()
  expect(await page.locator('.event').count()).toBeGreaterThan(0)
  await expectNoViolations(page)
  await picture(page, 'console-lost-server')
  await pool.comeBack()
  await banner.waitFor({ state: 'detached', timeout: 20_000 })
  await pool.admin.adminDisableUser({ UserPoolId: pool.poolId, Username: 'ann' })
  await page.locator('.event', { hasText: 'disabled' }).waitFor()
})

/** A sign-in with a password, by the API. */
async function signIn({ admin, poolId, clientId }: PoolWithPages, USERNAME: string, PASSWORD: string) {
  const flow = { AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters: { USERNAME, PASSWORD } } as const
  return admin.adminInitiateAuth({ UserPoolId: poolId, ClientId: clientId, ...flow })
}

async function described({ admin, poolId }: PoolWithPages) {
  const { UserPool } = await admin.describeUserPool({ UserPoolId: poolId })
  const { LastModifiedDate: _, ...rest } = given(UserPool)
  return rest
}
