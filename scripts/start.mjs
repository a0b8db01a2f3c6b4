// npm start: the sample pool on http://127.0.0.1:9229, and what to paste into an app. Options go to `latchkey serve`.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { prepare, root } from './prepare.mjs'

const sample = join(root, 'examples', 'sample.json')

prepare()
const server = spawn(
  process.execPath,
  [join(root, 'packages', 'cli', 'dist', 'index.js'), 'serve', ...withSample(process.argv.slice(2))],
  { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
createInterface({ input: server.stdout }).on('line', greet)
createInterface({ input: server.stderr }).on('line', retell)
server.on('exit', (code) => process.exit(code ?? 1))

function withSample(args) {
  return args.includes('--config') ? args : [...args, '--config', sample]
}

function greet(line) {
  console.log(line)
  const url = /^ready (\S+)$/.exec(line)?.[1]
  if (!url || process.argv.includes('--config')) return
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
