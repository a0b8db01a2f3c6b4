// npm run story: the life of a device, played by the unmodified aws-amplify client on a server of its own.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { prepare, root } from './prepare.mjs'

const POOL = 'local_Story1'
const CLIENT = 'storyclient'
const ALICE = { username: 'alice', password: 'Correct-Horse-9' }

const configuration = {
  pools: [
    {
      UserPoolId: POOL,
      PoolName: 'story',
      MfaConfiguration: 'ON',
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
    },
  ],
  clients: [{ UserPoolId: POOL, ClientId: CLIENT, ClientName: 'story' }],
  users: [{ UserPoolId: POOL, Username: ALICE.username, Password: ALICE.password }],
}

prepare()
const folder = mkdtempSync(join(tmpdir(), 'latchkey-story-'))
const server = startServer()
try {
  await play(await server.url)
} finally {
  server.process.kill('SIGTERM')
  await server.ended
  rmSync(folder, { recursive: true, force: true })
}

function startServer() {
  const config = join(folder, 'story.json')
  writeFileSync(config, JSON.stringify(configuration))
  const command = join(root, 'packages', 'cli', 'dist', 'index.js')
  const child = spawn(
    process.execPath,
    [command, 'serve', '--port', '0', '--data', join(folder, 'data'), '--config', config],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const complaints = []
  createInterface({ input: child.stderr }).on('line', (line) => complaints.push(line))
  const ended = new Promise((resolve) => child.on('exit', resolve))
  const url = new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('ready ')) resolve(line.replace('ready ', ''))
    })
    ended.then((code) => reject(new Error(`The server ended with ${code}:\n${complaints.join('\n')}`)))
  })
  url.catch(() => {})
  return { process: child, url, ended }
}

async function play(endpoint) {
  const { auth, operator, authenticator } = await actors(endpoint)

  tell(`A pool on ${endpoint}. Everybody needs a second factor; a remembered device stands in for it.`)

  tell('1. Alice signs in on a new laptop.')
  await expectStep(auth.signIn(ALICE), 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP')
  await expectStep(auth.confirmSignIn({ challengeResponse: authenticator.next() }), 'DONE')
  tell(
    '   She set up her authenticator app, and is in. The laptop was given a key, and registered a secret: TRACKED.',
  )
  await show(operator)

  tell('2. She signs in there again.')
  await auth.signOut()
  await expectStep(auth.signIn(ALICE), 'CONFIRM_SIGN_IN_WITH_TOTP_CODE')
  await expectStep(auth.confirmSignIn({ challengeResponse: authenticator.next() }), 'DONE')
  tell('   She was asked for a code: the laptop is tracked, but NOT REMEMBERED. No second device appeared.')
  await show(operator)

  tell('3. She ticks "Remember this device": rememberDevice().')
  await auth.rememberDevice()
  await show(operator)
  await auth.signOut()
  await expectStep(auth.signIn(ALICE), 'DONE')
  tell(
    '   Signed in again with the password alone: the laptop is REMEMBERED, and proved its secret instead of a code.',
  )

  tell('4. She sells the laptop: forgetDevice().')
  await auth.forgetDevice()
  await show(operator)
  await auth.signOut()
  await expectStep(auth.signIn(ALICE), 'CONFIRM_SIGN_IN_WITH_TOTP_CODE')
  await expectStep(auth.confirmSignIn({ challengeResponse: authenticator.next() }), 'DONE')
  tell('   The laptop is FORGOTTEN: a code is asked for again, and the laptop starts over with a new key.')
  await show(operator)
  tell('That is the life of a device.')
}

async function actors(endpoint) {
  // aws-amplify names a device by the browser's user agent, and Node 20 has none.
  if (!globalThis.navigator)
    Object.defineProperty(globalThis, 'navigator', { value: { userAgent: "Alice's laptop" } })
  // Amplify warns that the endpoint is not Amazon's. That is the point.
  console.warn = () => {}
  // The AWS SDK advises a newer Node, at length, on standard error.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
  const { Amplify } = await import('aws-amplify')
  const amplifyAuth = await import('aws-amplify/auth')
  const { CognitoIdentityProviderClient, AdminListDevicesCommand } = await import(
    '@aws-sdk/client-cognito-identity-provider'
  )
  Amplify.configure({
    Auth: { Cognito: { userPoolId: POOL, userPoolClientId: CLIENT, userPoolEndpoint: endpoint } },
  })
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new CognitoIdentityProviderClient({ region: 'local', endpoint, credentials })
  const authenticator = await authenticatorApp()
  const auth = { ...amplifyAuth, signIn: async (input) => authenticator.see(await amplifyAuth.signIn(input)) }
  const operator = () =>
    client.send(new AdminListDevicesCommand({ UserPoolId: POOL, Username: ALICE.username }))
  return { auth, operator, authenticator }
}

/** An authenticator app. A code passes once, so it shows the one before, the one of now, and the next one. */
async function authenticatorApp() {
  const { TOTP, Secret } = await import('otpauth')
  let secret
  let used = 0
  return {
    see(result) {
      secret = result.nextStep.totpSetupDetails?.sharedSecret ?? secret
      return result
    },
    next() {
      const timestamp = Date.now() + (used - 1) * 30_000
      used += 1
      return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp })
    },
  }
}

async function expectStep(result, step) {
  const { nextStep } = await result
  if (nextStep.signInStep !== step) throw new Error(`Expected ${step}, was asked for ${nextStep.signInStep}.`)
  tell(`   aws-amplify: ${step}`)
}

async function show(operator) {
  const { Devices = [] } = await operator()
  if (Devices.length === 0) tell('   Operators see no device.')
  for (const { DeviceKey, DeviceAttributes, DeviceCreateDate, DeviceLastAuthenticatedDate } of Devices) {
    const { device_name, 'dev:device_remembered_status': status } = Object.fromEntries(
      DeviceAttributes.map(({ Name, Value }) => [Name, Value]),
    )
    tell(
      `   Operators see: ${device_name} (${DeviceKey.slice(-4)}), ${status}, tracked since ${clock(DeviceCreateDate)}, last authenticated ${clock(DeviceLastAuthenticatedDate)}`,
    )
  }
}

function clock(date) {
  return date.toTimeString().slice(0, 8)
}

function tell(line) {
  console.log(line)
}
