import type { IncomingMessage, Server as NodeServer, ServerResponse } from 'node:http'
import { type AddressInfo, isIPv6, type Socket } from 'node:net'
import { serve } from '@hono/node-server'
import type { Connection } from './http/app.js'
import { clientAddress, type TrustedProxies } from './http/client-address.js'
import { headersToRead } from './http/headers.js'

export type Handler = (request: Request, connection: Connection) => Promise<Response>

export type Listener = {
  /** `http://127.0.0.1:9229` */
  url: string
  /** Serves on, and closes each connection after its next answer: whoever keeps some open finds other nodes. */
  startDraining(): void
  /** Stops accepting, lets running requests end (default: ten seconds at most), and closes. */
  close(milliseconds?: number): Promise<void>
}

const DRAIN_MILLISECONDS = 10_000

/**
 * Longer than load balancers keep a connection without requests (60 s at AWS, nginx and Google Cloud's is longer, and
 * says so): were this end the first to close it, a request that is on its way just then would be lost.
 */
const KEEP_ALIVE_MILLISECONDS = 65_000

export type ListenOptions = {
  host: string
  port: number
  handler: Handler
  /** The option that names the port, for whoever reads that it is taken. */
  portOption?: string
  /** The proxies that are believed about whom they heard from. Default: none. */
  trusted?: TrustedProxies
}

/** Listens on TCP. Port 0 takes a free one. Rejects when it cannot. */
export function listen(options: ListenOptions): Promise<Listener> {
  const { host, port, handler, portOption = '--port', trusted = () => false } = options
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        hostname: host,
        port,
        fetch: (request, { incoming }: { incoming: Pick<IncomingMessage, 'socket' | 'headers'> }) => {
          const headers = headersToRead(incoming)
          const forwarded = headers.get('x-forwarded-for')
          return handler(request, {
            address: clientAddress(incoming.socket.remoteAddress, forwarded, trusted),
            headers,
          })
        },
      },
      (info) =>
        resolve({
          url: urlOf(host, info),
          startDraining: connections.closeAfterNextAnswer,
          close: (milliseconds = DRAIN_MILLISECONDS) => drain(node, connections, milliseconds),
        }),
    )
    const node = server as NodeServer
    node.keepAliveTimeout = KEEP_ALIVE_MILLISECONDS
    const connections = watch(node)
    server.once('error', (error) => reject(readable(error, host, port, portOption)))
  })
}

const urlOf = (host: string, { port }: AddressInfo) => `http://${isIPv6(host) ? `[${host}]` : host}:${port}`

function readable(error: Error, host: string, port: number, portOption: string): Error {
  if ('code' in error && error.code === 'EADDRINUSE') {
    return new Error(
      `Port ${port} of ${host} is in use. Stop what listens there, or choose another with ${portOption}.`,
    )
  }
  return error
}

type Connections = {
  closeAfterNextAnswer(): void
  /** Closes each connection as soon as no request is in progress on it. */
  closeWhenIdle(): void
}

/** How long a connection that was opened just now may take to send its first request, which is on its way. */
const FIRST_REQUEST_MILLISECONDS = 500

/**
 * Counts the requests of each connection. Node's closeIdleConnections passes over connections that never sent a
 * request, as browsers open in advance, and those whose request ends after it was called.
 */
function watch(server: NodeServer): Connections {
  const connections = new Map<Socket, { running: number; used: boolean }>()
  let draining = false
  let closing: 'none' | 'used' | 'all' = 'none'
  const settle = (socket: Socket) => {
    const connection = connections.get(socket)
    if (connection?.running !== 0) return
    if (closing === 'all' || (closing === 'used' && connection.used)) socket.destroySoon()
  }
  const close = (which: 'used' | 'all') => {
    closing = which
    for (const socket of connections.keys()) settle(socket)
  }
  server.on('connection', (socket: Socket) => {
    connections.set(socket, { running: 0, used: false })
    socket.once('close', () => connections.delete(socket))
    settle(socket)
  })
  server.on('request', ({ socket }: { socket: Socket }, response: ServerResponse) => {
    // Node tells the other end by `Connection: close`.
    if (draining) response.shouldKeepAlive = false
    const connection = connections.get(socket)
    if (!connection) return
    connection.running += 1
    connection.used = true
    response.once('close', () => {
      connection.running -= 1
      settle(socket)
    })
  })
  return {
    closeAfterNextAnswer() {
      draining = true
    },
    closeWhenIdle() {
      if (!draining) return close('all')
      // A proxy that was told to use connections once opens them until the port is closed.
      close('used')
      setTimeout(close, FIRST_REQUEST_MILLISECONDS, 'all').unref()
    },
  }
}

async function drain(server: NodeServer, connections: Connections, milliseconds: number): Promise<void> {
  const impatient = setTimeout(() => server.closeAllConnections(), milliseconds)
  await quietTurn()
  const closed = new Promise((resolve) => server.close(resolve))
  connections.closeWhenIdle()
  await closed
  clearTimeout(impatient)
}

const QUIET_MILLISECONDS = 0.2
const MOST_TURNS = 200

/**
 * A turn of the event loop in which there was next to nothing to do. A connection that waits to be accepted is reset
 * when the port is closed, and its request with it; each turn accepts those that wait, so that after a short one there
 * is none but of that instant.
 */
async function quietTurn(): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const began = performance.now()
    await new Promise((resolve) => setImmediate(resolve))
    if (performance.now() - began < QUIET_MILLISECONDS) return
  }
}
