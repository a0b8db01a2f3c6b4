import { expect, test } from 'vitest'
import { type ScriptedServer, scriptedServer, tokens } from '../scripted-server.js'
import { type Place, type Profile, profile, type Tab } from './chromium.js'
import { virtualAuthenticator } from './passkeys.js'

/**
 * Passkeys of a real browser, with an authenticator that Chromium plays (WebAuthn, section 11). The server is a script:
 * what it is sent is compared with what aws-amplify sends.
 */

const base64url = (text: string) => Buffer.from(text).toString('base64url')

const CREATION = {
  challenge: base64url('a challenge for a new passkey'),
  rp: { id: 'localhost', name: 'A test' },
  user: { id: base64url('the sub of alice'), name: 'alice', displayName: 'Alice' },
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  excludeCredentials: [],
  authenticatorSelection: { requireResidentKey: true, residentKey: 'required', userVerification: 'required' },
}

const REQUEST = {
  challenge: base64url('a challenge for a sign-in'),
  rpId: 'localhost',
  timeout: 60_000,
  allowCredentials: [],
  userVerification: 'required',
}

const PASSKEY_ASKED = {
  ChallengeName: 'WEB_AUTHN',
  Session: 'a session that has twenty characters',
  ChallengeParameters: { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(REQUEST) },
}

const place = ({ url }: ScriptedServer): Place => ({ url, poolId: 'local_Scripted1', clientId: 'app' })

const PASSWORD = {
  username: 'alice',
  password: 'x',
  options: { authFlowType: 'USER_PASSWORD_AUTH' },
} as const
const PASSKEY = {
  username: 'alice',
  options: { authFlowType: 'USER_AUTH', preferredChallenge: 'WEB_AUTHN' },
} as const

/** A passkey is made, and used. What the server saw of both. */
async function life(open: (profile: Profile, server: ScriptedServer) => Promise<Tab>) {
  await using server = await scriptedServer()
  await using laptop = await profile({ host: 'localhost' })
  const tab = await open(laptop, server)
  await virtualAuthenticator(tab.page)

  server.play([tokens(), { CredentialCreationOptions: CREATION }, {}])
  await tab.auth.signIn(PASSWORD)
  await tab.auth.associateWebAuthnCredential()
  const made = server.asked.find(({ operation }) => operation === 'CompleteWebAuthnRegistration')
  await tab.auth.signOut()

  server.play([PASSKEY_ASKED, tokens()])
  const output = await tab.auth.signIn(PASSKEY)
  const used = server.asked.find(({ request }) => request.ChallengeName === 'WEB_AUTHN')
  return {
    output,
    credential: made?.request.Credential,
    answer: JSON.parse((used?.request.ChallengeResponses as Record<string, string>)?.CREDENTIAL ?? ''),
  }
}

/** What differs from one passkey to another is told by its kind. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape)
  if (typeof value === 'string' && value.length > 20) return /^[\w-]+$/.test(value) ? 'base64url' : 'text'
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shape(member)]))
}

test('a passkey is made and signs in, and travels as aws-amplify lets it travel', async () => {
  const ours = await life((laptop, server) => laptop.open(place(server)))
  const theirs = await life(
    async (laptop, server) => (await laptop.openWithAmplify(place(server))) as unknown as Tab,
  )

  expect(ours.output).toEqual({ isSignedIn: true, nextStep: { signInStep: 'DONE' } })
  expect(shape(ours)).toEqual(shape(theirs))
  const clientData = JSON.parse(Buffer.from(ours.answer.response.clientDataJSON, 'base64url').toString())
  expect(clientData).toMatchObject({ type: 'webauthn.get', challenge: REQUEST.challenge })
})

test('where a user has no passkey for the site, that is said under aws-amplify’s name, and nothing is signed in', async () => {
  await using server = await scriptedServer()
  await using laptop = await profile({ host: 'localhost' })
  const tab = await laptop.open(place(server))
  await virtualAuthenticator(tab.page)
  server.play([PASSKEY_ASKED])

  await expect(tab.auth.signIn(PASSKEY)).rejects.toMatchObject({ name: 'PasskeyAuthenticationCanceled' })
  expect(await tab.stored('alice')).toEqual({})
})

test('a passkey of another site is refused by the browser', async () => {
  await using server = await scriptedServer()
  await using laptop = await profile({ host: 'localhost' })
  const tab = await laptop.open(place(server))
  await virtualAuthenticator(tab.page)
  const foreign = JSON.stringify({ ...REQUEST, rpId: 'example.com' })
  server.play([{ ...PASSKEY_ASKED, ChallengeParameters: { CREDENTIAL_REQUEST_OPTIONS: foreign } }])

  await expect(tab.auth.signIn(PASSKEY)).rejects.toMatchObject({ name: 'RelyingPartyMismatch' })
})
