import { deviceSecret, userPool } from '@latchkey/testing'
import { pino } from 'pino'
import { expect, test } from 'vitest'

test('no secret of a whole sign-in reaches the log, at whatever level', async () => {
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) })
  await using pool = await userPool({
    remember: 'always',
    mfa: 'required',
    log,
    faults: 'expected',
    client: { GenerateSecret: true },
  })
  const alice = await pool.user('alice', { totp: true })
  const laptop = await pool.signedIn(alice)
  const code = alice.code()
  await laptop.enter(alice)
  await laptop.enter(alice, { flow: 'password' })
  await laptop.refresh()
  await expect(laptop.signIn({ ...alice, password: 'A-wrong-password-1' })).rejects.toThrow()
  await laptop.enter(alice)
  const { accessToken: AccessToken } = laptop
  const { config } = await deviceSecret(laptop.keys.deviceGroupKey, laptop.key)
  // And what a fault says of itself: here the database loses a table.
  await pool.database.schema.dropTable('refresh_tokens').execute()
  await expect(laptop.signIn(alice)).rejects.toMatchObject({ code: 'InternalErrorException' })
  await pool.database.schema.dropTable('devices').execute()
  await expect(
    laptop.call('ConfirmDevice', {
      AccessToken,
      DeviceKey: laptop.key,
      DeviceSecretVerifierConfig: config,
    }),
  ).rejects.toThrow()

  const sent = laptop.calls.flatMap(({ request }) => leaves(request)).filter((text) => text.length > 20)
  const secrets = {
    password: alice.password,
    'wrong password': 'A-wrong-password-1',
    'TOTP secret': alice.totpSecret ?? '',
    code,
    'device secret': laptop.keys.secret,
    'verifier of the device': config.PasswordVerifier,
    'client secret': pool.client.clientSecret ?? '',
  }
  const text = lines.join('\n')
  expect(lines.length).toBeGreaterThan(20)
  expect(text).toContain('"operation":"RespondToAuthChallenge"')
  expect(text).toContain('request failed')
  for (const [name, secret] of Object.entries(secrets)) {
    expect(secret, name).not.toBe('')
    expect(text.includes(secret), `the log holds the ${name}`).toBe(false)
  }
  // Tokens, Sessions, secret blocks, claim signatures, SRP values: everything long that was sent.
  const leaked = sent.filter(
    (value) => value !== laptop.key && value !== pool.client.clientId && text.includes(value),
  )
  expect(leaked).toEqual([])
})

/** Every text in a request. */
function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : []
}
