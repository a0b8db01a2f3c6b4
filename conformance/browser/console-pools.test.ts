import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { given, type TestUser } from '../pool-server.js'
import { expectNoViolations, type PoolWithPages, picture, poolWithPages, SIZES } from './pages.js'

/** What operators see of pools, and what they set. */

test('an overview counts what happens while it is open, as plots that keyboards and readers can follow', async () => {
  await using pool = await poolWithPages({ remember: 'always', mfa: 'optional' })
  const ann = await pool.user('ann')
  await using operator = await pool.operator('viewer')
  const { page } = operator
  await operator.open(`/console/pools/${pool.poolId}`)
  const plot = page.getByRole('slider', { name: 'New devices: day' })
  await expect.poll(() => page.getByText('Nothing in these 30 days.').count()).toBe(4)
  await plot.focus()
  expect(await plot.getAttribute('aria-valuetext')).toMatch(/New devices 0$/)
  await signInOnNewDevice(pool, ann)
  await expect(signInOnNewDevice(pool, { ...ann, password: 'not it' })).rejects.toThrow('Incorrect')
  await page.locator('.event', { hasText: 'Device tracked' }).filter({ hasText: 'ann' }).waitFor()
  await expect.poll(() => plot.getAttribute('aria-valuetext')).toMatch(/New devices 1$/)
  expect(await page.getByText('Nothing in these 30 days.').count()).toBe(0)
  await plot.press('ArrowLeft')
  expect(await plot.getAttribute('aria-valuetext')).toMatch(/New devices 0$/)
  const outcomes = page.getByRole('slider', { name: 'Sign-ins by outcome: day' })
  await expect.poll(() => outcomes.getAttribute('aria-valuetext')).toMatch(/: Signed in 1, Wrong password 1$/)
  await page.getByRole('button', { name: 'Sign-ins by outcome: Table' }).click()
  await page.getByRole('columnheader', { name: 'Wrong device secret' }).waitFor()
  const devices = page.getByRole('slider', { name: 'Devices by state: day' })
  await devices.focus()
  await expect.poll(() => devices.getAttribute('aria-valuetext')).toMatch(/: Remembered 1$/)
  await devices.press('ArrowLeft')
  expect(await devices.getAttribute('aria-valuetext')).toMatch(/: not counted$/)
  await page.getByRole('button', { name: 'Devices by state: Table' }).click()
  await expectNoViolations(page)

  // What is said of a day is within the narrowest of phones, wherever the day is.
  await page.setViewportSize({ width: 320, height: 640 })
  await page.getByRole('button', { name: 'Sign-ins by outcome: Table' }).click()
  for (const key of ['End', 'PageDown', 'PageDown', 'Home']) {
    await outcomes.press(key)
    const { x, width } = given(await page.locator('.chart-tip').boundingBox())
    expect([x >= 0, x + width <= 320], key).toEqual([true, true])
  }
  await page.setViewportSize(SIZES.desktop)

  await page.getByRole('radio', { name: '7 days' }).check({ force: true })
  await expect.poll(() => new URL(page.url()).search).toBe('?days=7')
  await page.getByRole('link', { name: 'All events' }).click()
  await page.getByRole('heading', { name: 'Events', exact: true }).waitFor()
  await page.getByLabel('What happened').selectOption('DeviceTracked')
  await page.locator('.event', { hasText: 'Operator action' }).first().waitFor({ state: 'detached' })
  await expect.poll(() => page.locator('.event').count()).toBe(1)
  await expectNoViolations(page)
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export CSV' }).click()
  const lines = readFileSync(await (await saving).path(), 'utf8')
    .trim()
    .split('\r\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain(`DeviceTracked,Pass,remembered at once,ann,${ann.sub},${NAME}`)
  await signInOnNewDevice(pool, ann, 'x'.repeat(1024))
  await expect.poll(() => page.locator('.event').count()).toBe(2)
  const names = page.locator('.event').first().locator('.event-who .lk-name')
  const cut = await names.evaluateAll((all) => all.map((name) => name.scrollWidth > name.clientWidth))
  expect(cut, 'the device is cut, and not whose it is').toEqual([false, true])
  await page.getByRole('link', { name: NAME }).first().click()
  await page.getByRole('heading', { name: NAME }).waitFor()

  await longAgo(pool, 'carol')
  await operator.open(`/console/pools/${pool.poolId}/events`)
  await page.getByRole('button', { name: 'Earlier events' }).waitFor()
  const operatorField = page.getByRole('searchbox', { name: 'Operator' })
  await operatorField.fill('carol')
  await operatorField.press('Enter')
  await expect.poll(() => page.locator('.event').allInnerTexts()).toEqual([expect.stringMatching(/carol/)])
  expect(new URL(page.url()).search).toBe('?operator=carol')
})

test('a list of events stays under the keyboard, and says where more happened than it shows', async () => {
  await using pool = await poolWithPages()
  await longAgo(pool, 'carol')
  await using operator = await pool.operator('viewer')
  const { page } = operator
  await operator.open(`/console/pools/${pool.poolId}/events`)
  const kind = page.getByLabel('What happened')
  await kind.focus()
  for (let time = 0; time < 2; time += 1) {
    const before = page.url()
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => page.url()).not.toBe(before)
  }
  expect(new URL(page.url()).search).toBe('?kind=MfaAsked')
  expect(await kind.evaluate((element) => element === document.activeElement)).toBe(true)
  await page.keyboard.press('Home')
  await page.locator('.event').first().waitFor()

  await page.getByRole('button', { name: 'Earlier events' }).click()
  await page.locator('.event', { hasText: 'carol' }).waitFor()
  await manyBy(pool, 'erin')
  await page.getByRole('button', { name: 'Show the newest events' }).click()
  await page.locator('.event').first().getByText('erin').waitFor()
  await expect.poll(() => page.locator('.event', { hasText: 'erin' }).count()).toBe(50)
  await page.getByRole('button', { name: 'Earlier events' }).click()
  await expect.poll(() => page.locator('.event', { hasText: 'erin' }).count()).toBe(60)
  await expectNoViolations(page)
})

test('settings say what they mean and what a change does, and a change leaves the others as they were', async () => {
  await using pool = await poolWithPages({
    remember: 'always',
    mfa: 'optional',
    pool: { UserPoolTags: { team: 'blue' }, EmailVerificationSubject: 'Hello' },
  })
  const ann = await pool.user('ann')
  await signInOnNewDevice(pool, ann)
  const before = await described(pool)
  await using operator = await pool.operator('admin')
  const { page } = operator
  await operator.open(`/console/pools/${pool.poolId}/settings`)
  await page.getByText('A remembered device is asked for its own proof instead').waitFor()
  await expectNoViolations(page)
  await page.getByRole('radio', { name: /^Those that users choose/ }).check()
  await page.getByText('1 remembered device stays remembered and goes on skipping MFA.').waitFor()
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
  await page.getByText('Password, by SRP').waitFor()
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

/** Markup, and the beginning of a formula: it is a name all the same. */
const NAME = '<i>Ann’s laptop</i>'

/** The server keeps what it is told of the device's secret, which nobody proves here. */
const DeviceSecretVerifierConfig = {
  Salt: Buffer.alloc(16, 1).toString('base64'),
  PasswordVerifier: Buffer.alloc(384, 2).toString('base64'),
}

/** By the API: a password, and a device that registers itself. */
async function signInOnNewDevice(
  { admin, poolId, clientId }: PoolWithPages,
  { username, password }: TestUser,
  DeviceName = NAME,
) {
  const { AuthenticationResult: result } = await admin.adminInitiateAuth({
    UserPoolId: poolId,
    ClientId: clientId,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: username, PASSWORD: password },
  })
  const { AccessToken, NewDeviceMetadata } = given(result)
  const DeviceKey = given(NewDeviceMetadata?.DeviceKey)
  await admin.confirmDevice({ AccessToken, DeviceKey, DeviceName, DeviceSecretVerifierConfig })
}

/** What an operator did, and more since than a page shows. */
async function longAgo(pool: PoolWithPages, operator: string) {
  const anHourAgo = new Date(pool.clock.now().getTime() - 3_600_000)
  await pool.server.world.stores.events.add(didSomething(pool, operator, anHourAgo, 'first'))
  await manyBy(pool, 'dave')
}

/** More than a page shows, and than is told of at once. */
async function manyBy(pool: PoolWithPages, operator: string) {
  const now = pool.clock.now()
  const deeds = Array.from({ length: 60 }, (_, index) => didSomething(pool, operator, now, String(index)))
  await pool.server.world.stores.events.add(...deeds)
}

const didSomething = ({ poolId }: PoolWithPages, operator: string, at: Date, unique: string) => ({
  kind: 'operator_action' as const,
  outcome: 'pass' as const,
  poolId,
  userId: '',
  eventId: `${at.getTime().toString(16).padStart(12, '0')}-${operator}-${unique}`,
  at,
  operator,
  address: undefined,
  userAgent: undefined,
  requestId: undefined,
})

async function described({ admin, poolId }: PoolWithPages) {
  const { UserPool } = await admin.describeUserPool({ UserPoolId: poolId })
  const { LastModifiedDate: _, ...rest } = given(UserPool)
  return rest
}
