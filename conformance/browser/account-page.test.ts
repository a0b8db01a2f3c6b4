import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { authenticatorApp, given, type TestUser } from '../pool-server.js'
import { expectNoViolations, type PoolWithPages, picture, poolWithPages, type Visitor } from './pages.js'
import { virtualAuthenticator } from './passkeys.js'

/** A user's own page, on two devices. */

const addressOf = ({ poolId, clientId }: PoolWithPages) => `/account/${poolId}?client_id=${clientId}`

/** Name and password, on the page that asks for them. */
async function signIn(page: Page, { username, password }: Pick<TestUser, 'username' | 'password'>) {
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

async function giveCode(page: Page, code: string) {
  await page.getByRole('textbox', { name: 'Code' }).fill(code)
  await page.getByRole('button', { name: 'Continue' }).click()
}

/** Signed in, after the question whether to remember. */
async function arrive(visitor: Visitor, pool: PoolWithPages, user: TestUser, { remember = false } = {}) {
  const { page } = visitor
  await visitor.open(addressOf(pool))
  await signIn(page, user)
  await giveCode(page, user.totp())
  if (remember) await page.getByText('Remember this device', { exact: true }).click()
  await page.getByRole('button', { name: remember ? 'Continue' : 'Not now' }).click()
  await page.getByRole('heading', { name: 'Your devices' }).waitFor()
  return page
}

const rows = (page: Page) => page.locator('.lk-device')
const rowOf = (page: Page, name: string) => rows(page).filter({ hasText: name })

async function choose(page: Page, row: Locator, action: string) {
  await row.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: action }).click()
}

/** What a reader was told last. */
const said = (page: Page) => page.locator('.lk-devices > [role=status]').textContent()

/** Several browsers, and axe at each step. */
const AT_LEISURE = { timeout: 120_000 }

const VERIFIED = { email: 'alice@example.com', email_verified: 'true' }

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0'
const CHROME =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

test('a user looks at their devices and acts on them, from two of them', AT_LEISURE, async () => {
  await using pool = await poolWithPages({ remember: 'opt-in', mfa: 'optional', factors: ['totp'] })
  const alice = await pool.user('alice', { totp: true })
  await using laptop = await pool.visitor({ userAgent: CHROME })
  await using phone = await pool.visitor({ userAgent: IPHONE, size: 'phone' })
  const { page } = laptop

  await laptop.open(addressOf(pool))
  await expectNoViolations(page)
  await picture(page, 'account-sign-in')
  await signIn(page, { username: 'alice', password: 'Wrong-horse-1' })
  await expect.poll(() => page.getByRole('alert').textContent()).toMatch(/Incorrect username or password/)
  await signIn(page, alice)
  await page.getByRole('textbox', { name: 'Code' }).waitFor()
  await expectNoViolations(page)
  await picture(page, 'account-code')
  await giveCode(page, alice.totp())

  const question = page.locator('form.lk-prompt')
  await question.waitFor()
  expect(await question.getByRole('checkbox').isChecked()).toBe(false)
  expect(await question.textContent()).toMatch(/Do not trust public or shared computers/)
  await expectNoViolations(page)
  await picture(page, 'account-remember')
  await question.getByText('Remember this device', { exact: true }).click()
  await question.getByRole('button', { name: 'Continue' }).click()

  await expect.poll(() => rows(page).count()).toBe(1)
  expect(await rows(page).textContent()).toMatch(
    /Chrome on macOS.*This device.*Chrome 141 on macOS.*127.0.0.1.*Last used just now.*First seen.*Remembered/,
  )
  await expectNoViolations(page)
  await picture(page, 'account-devices-one')

  const small = await arrive(phone, pool, alice)
  await expect.poll(() => rows(small).count()).toBe(2)
  expect(await rows(small).first().textContent()).toMatch(/Safari on iPhone.*This device.*Not remembered/)
  await expectNoViolations(small)
  await picture(small, 'account-devices-phone')

  await choose(small, rows(small).first(), 'Remember this device')
  await expect.poll(() => said(small)).toBe('This device is remembered.')
  await choose(small, rows(small).first(), 'Stop remembering')
  await expect.poll(() => said(small)).toBe('This device is no longer remembered. It stays signed in.')
  expect(await rows(small).first().textContent()).toMatch(/Not remembered/)

  await rowOf(small, 'Chrome on macOS')
    .getByRole('button', { name: /^Rename/ })
    .click()
  await small.keyboard.type('<b>Work</b> 💻')
  await small.keyboard.press('Enter')
  await expect.poll(() => said(small)).toBe('Renamed to <b>Work</b> 💻.')
  await page.reload()
  await expect.poll(() => rows(page).first().textContent()).toMatch(/<b>Work<\/b> 💻.*This device/)
  await page.getByRole('button', { name: /^Activity of .*Work/ }).click()
  await page.locator('.lk-device-timeline').getByText('Device renamed').waitFor()
  await expectNoViolations(page)
  await picture(page, 'account-devices-activity')

  await page.getByRole('button', { name: 'Menu of alice' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await signIn(page, alice)
  await page.getByRole('link', { name: 'Activity' }).click()
  const newest = page.locator('.lk-event').first()
  await newest.getByText('Signed in', { exact: true }).waitFor()
  expect(await newest.textContent()).toMatch(/No second factor was asked for: the device is remembered/)
  const failed = page.locator('.lk-event').filter({ hasText: 'Wrong password' })
  expect(await failed.count()).toBe(1)
  await page
    .locator('.lk-event')
    .filter({ hasText: 'Device remembered' })
    .getByText('By you')
    .first()
    .waitFor()
  await expectNoViolations(page)
  await picture(page, 'account-activity')
})

test(
  '“This wasn’t me” ends a device, signs it out where it is open, and asks for a new password at once',
  AT_LEISURE,
  async () => {
    await using pool = await poolWithPages({ remember: 'opt-in', mfa: 'optional', factors: ['totp'] })
    const alice = await pool.user('alice', { totp: true, attributes: VERIFIED })
    await using stranger = await pool.visitor({ userAgent: CHROME })
    await using phone = await pool.visitor({ userAgent: IPHONE, size: 'phone' })
    await arrive(stranger, pool, alice, { remember: true })
    const page = await arrive(phone, pool, alice)

    await rowOf(page, 'Chrome on macOS')
      .getByRole('button', { name: /^Actions for/ })
      .click()
    await page.getByRole('menuitem', { name: 'This wasn’t me' }).waitFor()
    await expectNoViolations(page)
    await picture(page, 'account-menu-phone')
    await page.getByRole('menuitem', { name: 'This wasn’t me' }).click()
    const dialog = page.getByRole('alertdialog')
    expect(await dialog.textContent()).toMatch(/Every session on it ends now.*you choose a new one next/)
    await expectNoViolations(page)
    await picture(page, 'account-report-phone')
    await dialog.getByRole('button', { name: 'This wasn’t me' }).click()

    const form = page.getByRole('region', { name: 'Choose a new password' })
    await form.waitFor()
    expect(await form.textContent()).toMatch(/The old one signs in no more/)
    await expectNoViolations(page)
    await picture(page, 'account-new-password-phone')

    // The page of the stranger is looked at again: it hears of it by itself.
    await stranger.page.evaluate(() => window.dispatchEvent(new Event('online')))
    await stranger.page.getByText(/You were signed out: this session was ended/).waitFor()
    await expectNoViolations(stranger.page)
    await picture(stranger.page, 'account-signed-out')
    await signIn(stranger.page, alice)
    await stranger.page.getByRole('heading', { name: 'Choose a new password' }).waitFor()

    const change = async (old: string, first: string, second = first) => {
      await form.getByLabel('Old password').fill(old)
      await form.getByLabel('New password', { exact: true }).fill(first)
      await form.getByLabel('New password, again').fill(second)
      await form.getByRole('button', { name: 'Change the password' }).click()
    }
    await change(alice.password, 'Another-horse-2', 'Another-horse-3')
    await form.getByText('The two new passwords are not the same.').waitFor()
    await change('Not-the-horse-1', 'Another-horse-2')
    await form.getByText('The old password is wrong.').waitFor()
    await change(alice.password, 'short')
    await form
      .getByText(/Password did not conform|password/i)
      .last()
      .waitFor()
    await change(alice.password, 'Another-horse-2')
    await page.getByText('Your password is changed.').waitFor()

    await page.getByRole('link', { name: 'Activity' }).click()
    const timeline = page.locator('.lk-timeline')
    await timeline.getByText('Reported: “This wasn’t me”').waitFor()
    await timeline.getByText('Password changed').first().waitFor()
    await expectNoViolations(page)
    await picture(page, 'account-activity-phone')
  },
)

test(
  'one device, all others, and this one too are forgotten, each with its consequence spelt out',
  AT_LEISURE,
  async () => {
    await using pool = await poolWithPages({ remember: 'always' })
    const alice = await pool.user('alice')
    const enter = async (visitor: Visitor) => {
      await visitor.open(addressOf(pool))
      await signIn(visitor.page, alice)
      await visitor.page.getByRole('heading', { name: 'Your devices' }).waitFor()
      return visitor.page
    }
    await using laptop = await pool.visitor({ userAgent: CHROME, colorScheme: 'dark' })
    await using phone = await pool.visitor({ userAgent: IPHONE })
    await using firefox = await pool.visitor({ userAgent: FIREFOX })
    for (const other of [phone, firefox]) await enter(other)
    const page = await enter(laptop)
    await expect.poll(() => rows(page).count()).toBe(3)
    await picture(page, 'account-devices-dark')

    await choose(page, rowOf(page, 'iPhone'), 'Forget and sign out')
    const dialog = page.getByRole('alertdialog')
    expect(await dialog.textContent()).toMatch(
      /signed out at once, and it will be a new device at the next sign-in/,
    )
    await picture(page, 'account-forget-dark')
    await dialog.getByRole('button', { name: 'Forget and sign out' }).click()
    await expect.poll(() => said(page)).toMatch(/Safari on iPhone.* is forgotten and signed out\./)
    await expect.poll(() => rows(page).count()).toBe(2)
    // The row had the focus: whoever uses the keyboard goes on in the list.
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('lk-devices')
    await phone.page.reload()
    await phone.page.getByRole('heading', { name: 'Sign in' }).waitFor()

    await enter(phone)
    await page.reload()
    await page.getByRole('button', { name: 'Forget all others' }).click()
    expect(await dialog.textContent()).toMatch(/Forget 2 other devices.*This device stays as it is/)
    await expectNoViolations(page)
    await dialog.getByRole('button', { name: 'Forget all others' }).click()
    await expect.poll(() => said(page)).toBe('2 devices are forgotten.')
    await page.getByText('You are signed in on no other device.').waitFor()

    await phone.page.reload()
    await enter(phone)
    await page.reload()
    await page.getByRole('button', { name: 'Forget all others' }).click()
    await dialog.getByText('… and this one').click()
    await dialog.getByRole('button', { name: 'Forget all and sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await pool.trackedDevices('alice')).toEqual([])
  },
)

test('an authenticator app is set up with a QR code, asked for at the next sign-in, and turned off again', async () => {
  await using pool = await poolWithPages({ remember: 'always', mfa: 'optional', factors: ['totp'] })
  const bob = await pool.user('bob')
  await using visitor = await pool.visitor()
  const { page } = visitor
  await visitor.open(`${addressOf(pool)}#security`)
  await signIn(page, bob)
  await page.getByRole('button', { name: 'Set it up' }).click()
  await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor()
  await expectNoViolations(page)
  await picture(page, 'account-totp')
  const secret = given(await page.locator('.totp-key code').textContent()).replaceAll(' ', '')
  const app = authenticatorApp(pool.clock)
  await page.getByRole('textbox', { name: 'Code' }).fill('000000')
  await page.getByRole('button', { name: 'Turn it on' }).click()
  await page.getByRole('alert').waitFor()
  await page.getByRole('textbox', { name: 'Code' }).fill(app(secret))
  await page.getByRole('button', { name: 'Turn it on' }).click()
  await page.getByText('Your authenticator app is set up.').waitFor()
  await expectNoViolations(page)

  await using phone = await pool.visitor({ size: 'phone' })
  await phone.open(addressOf(pool))
  await signIn(phone.page, bob)
  await giveCode(phone.page, app(secret))
  // This pool remembers by itself: nobody is asked.
  await phone.page.getByRole('heading', { name: 'Your devices' }).waitFor()

  await page.getByRole('button', { name: 'Turn off' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Turn off' }).click()
  await page.getByText('Your authenticator app is turned off.').waitFor()
  await page.getByRole('button', { name: 'Set it up' }).waitFor()
})

test('a timeline that was read on keeps its middle when something new happens', async () => {
  await using pool = await poolWithPages({ remember: 'always' })
  const { sub, ...alice } = await pool.user('alice')
  const happened = (count: number, reason: string) =>
    pool.server.world.stores.events.add(
      ...Array.from({ length: count }, (_, index) => eventOf(pool, sub, `${reason} ${index}.`)),
    )
  await happened(60, 'Before')
  await using visitor = await pool.visitor()
  const { page } = visitor
  await visitor.open(`${addressOf(pool)}#activity`)
  await signIn(page, alice)
  await page.getByRole('button', { name: 'Show earlier' }).click()
  await page.getByText('Before 0.').waitFor()
  await happened(1, 'After')
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await page.getByText('After 0.').waitFor()
  expect(await page.locator('.lk-event').filter({ hasText: 'Before' }).count()).toBe(60)
})

let made = 0

function eventOf({ poolId, clock }: PoolWithPages, userId: string, reason: string) {
  made += 1
  const at = clock.now()
  const eventId = `${at.getTime().toString(16).padStart(12, '0')}-${String(made).padStart(3, '0')}`
  const unknown = { operator: undefined, address: undefined, userAgent: undefined, requestId: undefined }
  return { ...unknown, poolId, userId, eventId, at, reason, kind: 'mfa_changed', outcome: 'pass' } as const
}

test('whoever forgot their password, or was given one, chooses another on the way in', async () => {
  await using pool = await poolWithPages({ remember: 'off' })
  const alice = await pool.user('alice', { attributes: VERIFIED })
  await pool.admin.adminCreateUser({
    UserPoolId: pool.poolId,
    Username: 'carol',
    TemporaryPassword: 'Temporary-horse-1',
    MessageAction: 'SUPPRESS',
  })
  await using visitor = await pool.visitor()
  const { page } = visitor
  await visitor.open(addressOf(pool))
  await page.getByLabel('Username').fill('alice')
  await page.getByRole('button', { name: 'Forgot your password?' }).click()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Send a code' }).click()
  await page.getByText(/We sent a code to/).waitFor()
  await page.getByRole('textbox', { name: 'Code' }).fill(await pool.latestCode('alice'))
  await page.getByLabel('New password', { exact: true }).fill('Another-horse-2')
  await page.getByLabel('New password, again').fill('Another-horse-2')
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByText('Your password is changed. Sign in with the new one.').waitFor()
  await signIn(page, { username: alice.username, password: 'Another-horse-2' })
  await page.getByText('Devices are not tracked here').waitFor()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Menu of alice' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()

  await page.getByText('You are signed out.').waitFor()
  await signIn(page, { username: 'carol', password: 'Temporary-horse-1' })
  await page.getByLabel('New password', { exact: true }).fill('Carols-horse-1')
  await page.getByLabel('New password, again').fill('Carols-horse-1')
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'Your devices' }).waitFor()
})

test('an address that is wrong, and a server that goes away and comes back, are said plainly', async () => {
  await using pool = await poolWithPages({ remember: 'always' })
  const alice = await pool.user('alice')
  await using visitor = await pool.visitor()
  const { page } = visitor
  const addresses = [
    [`/account/${pool.poolId}`, /client_id= is missing/],
    ['/account/%3Cscript%3E?client_id=x', /its id is not one/],
    [`/account/local_Nowhere?client_id=${pool.clientId}`, /User pool local_Nowhere does not exist/],
    [`/account/${pool.poolId}?client_id=nobody`, /client nobody does not exist/],
  ] as const
  for (const [address, sentence] of addresses) {
    await visitor.open(address)
    await page.getByText(sentence).waitFor()
  }
  await expectNoViolations(page)
  await picture(page, 'account-wrong-address')

  visitor.expects(/ERR_FAILED/)
  await page.route('/', (route) => route.abort())
  await visitor.open(addressOf(pool))
  await page.getByText('The server cannot be reached.').waitFor()
  await expectNoViolations(page)
  await page.unroute('/')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()

  await signIn(page, alice)
  await page.getByText('This device', { exact: true }).waitFor()
  visitor.expects(/ERR_CONNECTION_REFUSED/)
  await pool.goAway()
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await page.getByText(/What you see may be out of date; this page tries again by itself/).waitFor()
  await expectNoViolations(page)
  await picture(page, 'account-server-away')
  await pool.comeBack()
  await page.getByText(/What you see may be out of date/).waitFor({ state: 'detached' })
  expect(await rows(page).count()).toBe(1)
})

test('where the pool lets users choose, a code by e-mail or a passkey signs in', async () => {
  const AllowedFirstAuthFactors = ['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'] as const
  await using pool = await poolWithPages({
    remember: 'opt-in',
    pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: [...AllowedFirstAuthFactors] } } },
  })
  await pool.admin.setUserPoolMfaConfig({
    UserPoolId: pool.poolId,
    WebAuthnConfiguration: { RelyingPartyId: 'localhost', UserVerification: 'required' },
  })
  await pool.user('alice', { attributes: VERIFIED })
  await using visitor = await pool.visitor()
  const { page } = visitor
  // Passkeys are made for names, not for addresses.
  visitor.expects(/^A request to somebody else: http:\/\/localhost:/)
  await virtualAuthenticator(page)
  await visitor.open(pool.url.replace('127.0.0.1', 'localhost') + addressOf(pool))

  await page.getByRole('button', { name: 'Sign in another way' }).click()
  await page.getByText('Type your username first.').waitFor()
  await page.getByLabel('Username').fill('alice')
  await page.getByRole('button', { name: 'Sign in another way' }).click()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Code by e-mail' }).click()
  await page.getByText(/It went to/).waitFor()
  await giveCode(page, await pool.latestCode('alice'))
  // A code was the first factor, and there was no second one: nothing to remember.
  await page.getByRole('heading', { name: 'Your devices' }).waitFor()

  await page.evaluate(makePasskey)
  await page.getByRole('button', { name: 'Menu of alice' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByLabel('Username').fill('alice')
  await page.getByRole('button', { name: 'Sign in another way' }).click()
  await page.getByRole('button', { name: 'Passkey' }).click()
  await page.getByRole('heading', { name: 'Your devices' }).waitFor()
})

/** In the page: as an app would register one for the user who is signed in. */
async function makePasskey() {
  const AccessToken = Object.entries(localStorage).find(([key]) => key.endsWith('.accessToken'))?.[1]
  const ask = async (operation: string, request: object) => {
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    }
    const body = JSON.stringify({ AccessToken, ...request })
    return (await fetch('/', { method: 'POST', headers, body })).json()
  }
  const { CredentialCreationOptions } = await ask('StartWebAuthnRegistration', {})
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(CredentialCreationOptions)
  const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential
  await ask('CompleteWebAuthnRegistration', { Credential: credential.toJSON() })
}
