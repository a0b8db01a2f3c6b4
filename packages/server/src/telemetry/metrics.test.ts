import { readFileSync } from 'node:fs'
import { userPool } from '@latchkey/testing'
import { operationNames } from '@latchkey/wire'
import { expect, test } from 'vitest'
import { prometheus } from './prometheus.js'

/** Samples by `name{labels}`, those of histograms but for their counts left out. */
async function samples(counting: ReturnType<typeof prometheus>, prefix: string) {
  const text = await counting.text(undefined)
  const lines = text
    .split('\n')
    .filter((line) => line.startsWith(prefix) && !/_(?:bucket|sum)[{ ]/.test(line))
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
  )
}

test('a device’s life is counted: signed in as new, remembered, spared the second factor, forgotten', async () => {
  const counting = prometheus('1.2.3')
  await using pool = await userPool({ remember: 'opt-in', mfa: 'required', metrics: counting.metrics })
  const alice = await pool.user('alice', { totp: true })
  const laptop = pool.device('laptop')
  await laptop.signIn(alice)
  await laptop.answer(alice.code())
  await laptop.rememberDevice()
  await laptop.rememberDevice()
  await laptop.signIn(alice)
  await laptop.forgetDevice()
  await pool.device('phone').signIn(alice)

  // The second of the new ones set the authenticator app up.
  expect(await samples(counting, 'latchkey_sign_ins')).toEqual({
    'latchkey_sign_ins_total{outcome="signed_in",device="new"}': 2,
    'latchkey_sign_ins_total{outcome="signed_in",device="remembered"}': 1,
  })
  expect(await samples(counting, 'latchkey_device_changes')).toEqual({
    'latchkey_device_changes_total{state="issued"}': 2,
    'latchkey_device_changes_total{state="not_remembered"}': 1,
    'latchkey_device_changes_total{state="remembered"}': 1,
    'latchkey_device_changes_total{state="forgotten"}': 1,
  })
  expect(await samples(counting, 'latchkey_second_factors')).toEqual({
    latchkey_second_factors_spared_total: 1,
  })
  expect(await samples(counting, 'latchkey_challenges')).toEqual({
    'latchkey_challenges_total{challenge="PASSWORD_VERIFIER"}': 3,
    'latchkey_challenges_total{challenge="SOFTWARE_TOKEN_MFA"}': 2,
    'latchkey_challenges_total{challenge="DEVICE_SRP_AUTH"}': 1,
    'latchkey_challenges_total{challenge="DEVICE_PASSWORD_VERIFIER"}': 1,
  })
})

test('refusals are counted by what was wrong', async () => {
  const counting = prometheus('1.2.3')
  await using pool = await userPool({ remember: 'always', mfa: 'optional', metrics: counting.metrics })
  const alice = await pool.user('alice')
  const bob = await pool.user('bob', { totp: true })
  const laptop = await pool.signedIn(alice)
  const refused = async (work: Promise<unknown>) => expect(work).rejects.toThrow()

  const phone = pool.device('phone')
  await phone.signIn(bob)
  await refused(phone.answer('000000'))
  laptop.keys.secret = 'c29tZWJvZHkgZWxzZSdzIHNlY3JldA=='
  await laptop.signIn(alice)
  for (let guess = 0; guess < 6; guess += 1) {
    await refused(pool.device('burglar').signIn({ ...alice, password: `Wrong-horse-${guess}` }))
  }
  const counted = await samples(counting, 'latchkey_sign_ins')
  expect(counted).toMatchObject({
    'latchkey_sign_ins_total{outcome="wrong_password",device=""}': 5,
    'latchkey_sign_ins_total{outcome="locked_out",device=""}': 1,
    'latchkey_sign_ins_total{outcome="wrong_code",device=""}': 1,
    'latchkey_sign_ins_total{outcome="wrong_device_secret",device=""}': 1,
  })
})

test('a refresh is no sign-in', async () => {
  const counting = prometheus('1.2.3')
  await using pool = await userPool({ metrics: counting.metrics })
  const laptop = await pool.signedIn(await pool.user('alice'))
  await laptop.refresh()
  await expect(
    pool.call('GetTokensFromRefreshToken', { ClientId: pool.client.clientId, RefreshToken: 'nonsense' }),
  ).rejects.toThrow()
  expect(await samples(counting, 'latchkey_refreshes')).toEqual({
    'latchkey_refreshes_total{outcome="refreshed"}': 1,
    'latchkey_refreshes_total{outcome="refused"}': 1,
  })
  expect(await samples(counting, 'latchkey_sign_ins')).toEqual({
    'latchkey_sign_ins_total{outcome="signed_in",device="none"}': 1,
  })
})

test('requests are counted by operation and outcome, and what names no operation under one name', async () => {
  const counting = prometheus('1.2.3')
  await using pool = await userPool({ metrics: counting.metrics })
  for (const target of [
    'AWSCognitoIdentityProviderService.Invented1',
    'AWSCognitoIdentityProviderService.Invented2',
    '}\n',
  ])
    await pool.send('/', { method: 'POST', body: '{}', headers: { 'x-amz-target': target.trim() } })
  await pool.post('GetUser', { AccessToken: 'nonsense' })
  const counted = await samples(counting, 'latchkey_request_duration')
  expect(counted).toMatchObject({
    'latchkey_request_duration_seconds_count{operation="unknown",outcome="UnknownOperationException"}': 3,
    'latchkey_request_duration_seconds_count{operation="GetUser",outcome="NotAuthorizedException"}': 1,
  })
  const known: string[] = ['unknown', ...operationNames]
  for (const name of Object.keys(counted)) expect(known).toContain(/operation="([^"]*)"/.exec(name)?.[1])
})

test('transactions are timed, and what is looked up is told', async () => {
  const counting = prometheus('1.2.3')
  await using pool = await userPool({ metrics: counting.metrics })
  await pool.signedIn(await pool.user('alice'))
  const text = await counting.text(await pool.server.gauges())
  expect(text).toMatch(/^latchkey_database_transaction_duration_seconds_count [1-9]/m)
  expect(text).toMatch(/^latchkey_srp_queue_depth 0$/m)
  expect(text).toMatch(/^latchkey_outbox_messages\{medium="EMAIL"\} 0$/m)
  expect(text).toMatch(/^latchkey_build_info\{version="1\.2\.3"\} 1$/m)
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m)
})

test('what the database does not tell is left out, and not told as it was before', async () => {
  const counting = prometheus('1.2.3')
  const gauges = { requestsRunning: 1, srp: { threads: 0, waiting: 0, utilization: 0 } }
  expect(await counting.text({ ...gauges, outbox: { EMAIL: 7, SMS: 0 } })).toContain('{medium="EMAIL"} 7')
  expect(await counting.text({ ...gauges, outbox: undefined })).not.toContain('{medium=')
})

test('the reference lists what there is, with its labels, and nothing else', async () => {
  const text = await prometheus('1.2.3').text(undefined)
  const kinds = [...text.matchAll(/^# TYPE (latchkey_\w+) (\w+)$/gm)].map(
    ([, name, kind]) => `${name} ${kind}`,
  )
  const page = readFileSync(new URL('../../../../docs/reference/metrics.md', import.meta.url), 'utf8')
  const told = [...page.matchAll(/^\| `(latchkey_\w+)` \| (\w+) \|/gm)].map(
    ([, name, kind]) => `${name} ${kind}`,
  )
  expect(told.sort()).toEqual(kinds.sort())
})
