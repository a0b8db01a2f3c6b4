// npm start: the sample pool on http://127.0.0.1:9229, and what to paste into an app. Options go to `latchkey serve`.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { prepare, root } from './prepare.mjs'

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
createInterface({ input: server.stdout }).on('line', greet)
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

function greet(line) {
  console.log(line)
  const url = /^ready (\S+)$/.exec(line)?.[1]
  if (!url || namesConfig(own)) return
  const { clients, users } = JSON.parse(readFileSync(sample, 'utf8'))
  console.log(`
Paste this into an app (npm install aws-amplify):

  import { Amplify } from 'aws-amplify'
  import { fetchDevices, forgetDevice, rememberDevice, signIn } from 'aws-amplify/auth'

  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: '${clients[0].UserPoolId}',
        userPoolClientId: '${clients[0].ClientId}',
        userPoolEndpoint: '${url}',
      },
    },
  })

  await signIn({ username: '${users[0].Username}', password: '${users[0].Password}' })
  await rememberDevice()

aws-amplify confirms devices in a browser; on Node 20 it needs a globalThis.navigator to do so.

Operators sign with the AWS SDK or CLI, access key local / local:

  AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_REGION=local \\
    aws --endpoint-url ${url} cognito-idp admin-list-devices --user-pool-id ${clients[0].UserPoolId} --username ${users[0].Username}

Ctrl-C stops the server. Requests, and the codes that users would get by mail, follow here.
`)
}

/** The server's log, one JSON object a line, as people read it. */
function retell(line) {
  try {
    const { time, operation, outcome, ms, msg } = JSON.parse(line)
    const at = new Date(time).toTimeString().slice(0, 8)
    console.error(operation ? `${at} ${operation} ${outcome ?? msg} (${ms} ms)` : `${at} ${msg}`)
  } catch {
    console.error(line)
  }
}
