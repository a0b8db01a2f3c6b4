import { type OperationName, operationFacts, type Requests, type Responses } from '@latchkey/wire'
import { call } from './call.js'
import { Device } from './device.js'
import { type Person, person } from './person.js'
import type { TestPool } from './user-pool.js'

/** Operators of a server, who sign in as users of its pool of operators. */

export const OPERATORS_POOL = 'latchkey_operators'
const CONSOLE = { clientId: 'console', clientSecret: undefined }

export type Operator = {
  readonly person: Person
  /** The device on which they signed in. */
  readonly device: Device
  readonly accessToken: string
  /** One call with the access token. Throws ProtocolError. */
  call<Name extends OperationName>(operation: Name, request: Requests[Name]): Promise<Responses[Name]>
}

/**
 * Somebody who was made an operator, has chosen a password, and signed in.
 * @param poolIds the pools in which they have the role; none: all of them.
 *
 * @example
 * const olga = await operator(pool, 'olga', 'viewer')
 * await olga.call('AdminGetUser', { UserPoolId: pool.poolId, Username: 'alice' })
 */
export async function operator(
  pool: TestPool,
  name: string,
  role: 'viewer' | 'support' | 'admin',
  poolIds: readonly string[] = [],
): Promise<Operator> {
  const temporary = await pool.server.operators.add({ name, role, poolIds })
  const who = person(pool.clock, { username: name, userId: await userIdOf(pool, name), password: temporary })
  const device = new Device(pool.wire, OPERATORS_POOL, CONSOLE, `the browser of ${name}`)
  await device.signIn(who)
  who.password = `Correct-${name}-horse-7`
  await device.answer(who.password)
  return {
    person: who,
    device,
    accessToken: device.accessToken,
    call: (operation, request) =>
      call({ ...pool.wire, operatorToken: device.accessToken }, operation, request),
  }
}

async function userIdOf(pool: TestPool, Username: string): Promise<string> {
  const { UserAttributes } = await pool.call('AdminGetUser', { UserPoolId: OPERATORS_POOL, Username })
  return UserAttributes?.find(({ Name }) => Name === 'sub')?.Value ?? ''
}

/** A browser with the console open: it keeps the cookie, and sends what a browser sends. */
export class ConsolePage {
  readonly #pool: TestPool
  /** As it stands in the Cookie header; tests may spoil it. */
  cookie = ''

  constructor(pool: TestPool) {
    this.#pool = pool
  }

  /** Any request to the console, as its own page sends it. */
  async send(path: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> {
    const { origin } = new URL(this.#pool.server.world.publicUrl)
    const headers = {
      ...(init.method !== undefined && init.method !== 'GET' && { origin }),
      ...(this.cookie !== '' && { cookie: this.cookie }),
      ...init.headers,
    }
    const response = await this.#pool.send(path, { ...init, headers })
    const [set] = response.headers.getSetCookie()
    if (set !== undefined) this.cookie = /Max-Age=0/.test(set) ? '' : (set.split(';')[0] ?? '')
    return response
  }

  /** With an access token, or a one-time link. */
  enter(by: { accessToken: string } | { link: string }): Promise<Response> {
    return 'link' in by
      ? this.send('/console/session', { method: 'POST', body: JSON.stringify({ link: by.link }) })
      : this.send('/console/session', {
          method: 'POST',
          headers: { authorization: `Bearer ${by.accessToken}` },
        })
  }

  leave(): Promise<Response> {
    return this.send('/console/session', { method: 'DELETE' })
  }

  /** One call with the cookie: the HTTP status and the body of the answer. */
  async call<Name extends OperationName>(
    operation: Name,
    request: Requests[Name],
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: Responses[Name] & { __type?: string; message?: string } }> {
    const response = await this.send('/console/api', {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': operationFacts(operation).target,
        ...headers,
      },
      body: JSON.stringify(request),
    })
    const body: unknown = await response.json()
    return { status: response.status, body: body as Responses[Name] & { __type?: string; message?: string } }
  }
}
