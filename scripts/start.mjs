// npm start: the sample pool on http://127.0.0.1:9229, its pages, an app beside it, and what to paste into one of yours. Options go to `latchkey serve`.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { prepare, root } from './prepare.mjs'
import { serveSampleApp } from './sample-app.mjs'

const own = process.argv.slice(2)
const sample = join(root, 'examples', 'sample.json')

prepare()
const server = spawn(
  process.execPath,
  [
    join(root, 'packages', 'cli', 'dist', 'index.js'),
    'serve',
    ...(namesConfig(own) ? own : [...own, '--config', sample]),
  ],
  { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
)
// Ctrl-C reaches the server from the terminal too; it takes the first signal and drains. Then this ends as it did.
let stopping = false
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
createInterface({ input: server.stdout }).on('line', tell)
createInterface({ input: server.stderr }).on('line', retell)
// 'close' and not 'exit': the last lines of the log are still on their way at 'exit'.
server.on('close', (code) => process.exit(code ?? (stopping ? 0 : 1)))

function stop(signal) {
  stopping = true
  server.kill(signal)
}

function namesConfig(args) {
  return args.some((arg) => arg === '--config' || arg.startsWith('--config='))
}

/** What the server prints before it is ready is kept: the address of its console. */
let consoleLink

function tell(line) {
  const link = /^console (\S+)$/.exec(line)?.[1]
  if (link && !namesConfig(own)) {
    consoleLink = link
    return
  }
  console.log(line)
  const url = /^ready (\S+)$/.exec(line)?.[1]
  if (url && !namesConfig(own)) greet(url)
}

async function greet(url) {
  const { clients, users } = JSON.parse(readFileSync(sample, 'utf8'))
  const [{ UserPoolId: pool, ClientId: client }] = clients
  const [{ Username: name, Password: password }] = users
  const app = await serveSampleApp(url, portOfApp(url))
  console.log(`
${consoleLink ? `  The console       ${consoleLink}\n                    the link lets you in once, within half an hour\n` : ''}\
  The account page  ${url}/account/${pool}?client_id=${client}
  A sample app      ${app}
                    Amplify’s own screens; the code of a sign-up is in the outbox of the console

  ${name} signs in with ${password}.

Paste this into an app of yours (npm install aws-amplify):

  import { Amplify } from 'aws-amplify'
  import { fetchDevices, forgetDevice, rememberDevice, signIn } from 'aws-amplify/auth'

  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: '${pool}',
        userPoolClientId: '${client}',
        userPoolEndpoint: '${url}',
      },
    },
  })

  await signIn({ username: '${name}', password: '${password}' })
  await rememberDevice()

aws-amplify confirms devices in a browser; on Node 20 it needs a globalThis.navigator to do so.

Programs sign their requests, as the AWS SDK and CLI do, with the access key local / local:

  AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_REGION=local \\
    aws --endpoint-url ${url} cognito-idp admin-list-devices --user-pool-id ${pool} --username ${name}

Ctrl-C stops the server. Requests, and the codes that users would get by mail, follow here.
`)
}

/** The same one at each start, so that browsers find what the app stored: the devices that they are. */
const portOfApp = (url) => (/--port[= ]0(?: |$)/.test(own.join(' ')) ? 0 : Number(new URL(url).port) + 1)

/** The server's log, one JSON object a line, as people read it. */
function retell(line) {
  try {
    const { time, operation, outcome, ms, msg } = JSON.parse(line)
    const at = new Date(time).toTimeString().slice(0, 8)
    const took = ms === undefined ? '' : ` (${ms} ms)`
    console.error(operation ? `${at} ${operation} ${outcome ?? msg}${took}` : `${at} ${msg}`)
  } catch {
    console.error(line)
  }
}
