import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { LambdaConfigType } from '@latchkey/wire'

/** The other side of triggers, over real HTTP: somebody else's webhook, and a runtime of functions. */

/** An event, as it came over the wire. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into events of every shape.
export type TriggerEvent = any

export type Received = { path: string; headers: Record<string, string>; body: string; event: TriggerEvent }

/** What becomes of a request: the response itself, or an event that is sent back. */
export type Reaction = (
  event: TriggerEvent,
  response: ServerResponse,
) => TriggerEvent | undefined | Promise<TriggerEvent | undefined>

type TriggerMember = Exclude<
  keyof LambdaConfigType,
  'PreTokenGenerationConfig' | 'CustomSMSSender' | 'CustomEmailSender' | 'KMSKeyID' | 'InboundFederation'
>

export type TriggerServer = AsyncDisposable & {
  /** `http://127.0.0.1:40123` */
  url: string
  /** All requests, the oldest first. */
  received: Received[]
  /** What it does with the requests that come. It begins by sending each event back as it came. */
  react: Reaction
  /** LambdaConfig, with webhooks at this server for these triggers. */
  config(...names: TriggerMember[]): LambdaConfigType
  /** How a pool's server reaches it: as `triggers` of `userPool`. */
  settings: { webhookKey: Uint8Array; lambdaEndpoint: string; attemptMilliseconds: number }
  /** The sources of the events that came, in order. */
  sources(): string[]
}

/**
 * A server that answers triggers as a test wants it.
 *
 * @example
 * await using hook = await triggerServer()
 * hook.react = (event) => ({ ...event, response: { autoConfirmUser: true } })
 */
export async function triggerServer(): Promise<TriggerServer> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request)
    const event: TriggerEvent = JSON.parse(body)
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, `${value}`]),
    )
    received.push({ path: request.url ?? '', headers, body, event })
    try {
      const answer = await self.react(event, response)
      if (answer !== undefined) response.end(JSON.stringify(answer))
    } catch (error) {
      sayFunctionError(response, error)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const self: TriggerServer = {
    url,
    config: (...names) => Object.fromEntries(names.map((name) => [name, `${url}/${name}`])),
    settings: { webhookKey: randomBytes(32), lambdaEndpoint: url, attemptMilliseconds: 3000 },
    received,
    react: (event) => event,
    sources: () => received.map(({ event }) => event.triggerSource),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return self
}

/** A function that threw, as AWS Lambda and `sam local start-lambda` tell it. */
function sayFunctionError(response: ServerResponse, error: unknown): void {
  const errorMessage = error instanceof Error ? error.message : String(error)
  response.setHeader('x-amz-function-error', 'Unhandled')
  response.end(JSON.stringify({ errorMessage, errorType: 'Error', trace: [] }))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  return body
}
