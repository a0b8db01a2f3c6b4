import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server that plays Amazon Cognito by a script: for what it answers and this server does not. */

export type Scripted = { operation: string; request: Record<string, unknown> }

export type ScriptedServer = AsyncDisposable & {
  url: string
  /** What was asked since the script began. */
  asked: Scripted[]
  /** What the next calls are answered, in this order; an error has a `__type`. */
  play(answers: readonly object[]): void
}

export async function scriptedServer(): Promise<ScriptedServer> {
  const asked: Scripted[] = []
  let script: object[] = []
  const server = createServer(async (request, response) => {
    if (request.method === 'OPTIONS') return void response.writeHead(204, crossOrigin).end()
    let body = ''
    for await (const chunk of request) body += chunk
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? ''
    asked.push({ operation, request: JSON.parse(body) })
    const answer = script.shift() ?? { __type: 'InternalErrorException', message: 'The script is over.' }
    const status = '__type' in answer ? 400 : 200
    response
      .writeHead(status, { ...crossOrigin, 'content-type': 'application/x-amz-json-1.1' })
      .end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    play(answers) {
      asked.length = 0
      script = [...answers]
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** For pages of any origin. */
const crossOrigin = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers':
    'amz-sdk-invocation-id,amz-sdk-request,cache-control,content-type,x-amz-target,x-amz-user-agent',
}

const part = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url')

/** Tokens that nobody signed, as good as any to a client. */
export function tokens(username = 'alice') {
  const now = Math.floor(Date.now() / 1000)
  const claims = { sub: `the sub of ${username}`, iat: now, exp: now + 3600 }
  const token = (more: object) => `${part({ alg: 'none' })}.${part({ ...claims, ...more })}.signature`
  return {
    AuthenticationResult: {
      AccessToken: token({ token_use: 'access', username }),
      IdToken: token({ token_use: 'id', 'cognito:username': username }),
      RefreshToken: 'a refresh token',
      ExpiresIn: 3600,
      TokenType: 'Bearer',
    },
  }
}
