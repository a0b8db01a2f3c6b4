import type { Server as NodeServer, ServerResponse } from 'node:http'
import { type AddressInfo, isIPv6, type Socket } from 'node:net'
import { serve } from '@hono/node-server'
import type { Connection } from './http/app.js'
import { clientAddress, type TrustedProxies } from './http/client-address.js'

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
        fetch: (request, { incoming }: { incoming: { socket: { remoteAddress?: string | undefined } } }) =>
          handler(request, {
            address: clientAddress(
              incoming.socket.remoteAddress,
              request.headers.get('x-forwarded-for'),
              trusted,
            ),
          }),
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

/**
 * Counts the requests of each connection. Node's closeIdleConnections passes over connections that never sent a
 * request, as browsers open in advance, and those whose request ends after it was called.
 */
function watch(server: NodeServer): Connections {
  const requests = new Map<Socket, number>()
  let draining = false
  let closing = false
  const settle = (socket: Socket) => {
    if (closing && requests.get(socket) === 0) socket.destroySoon()
  }
  const count = (socket: Socket, change: number) => {
    const before = requests.get(socket)
    if (before !== undefined) requests.set(socket, before + change)
  }
  server.on('connection', (socket: Socket) => {
    requests.set(socket, 0)
    socket.once('close', () => requests.delete(socket))
    settle(socket)
  })
  server.on('request', ({ socket }: { socket: Socket }, response: ServerResponse) => {
    // Node tells the other end by `Connection: close`.
    if (draining) response.shouldKeepAlive = false
    count(socket, 1)
    response.once('close', () => {
      count(socket, -1)
      settle(socket)
    })
  })
  return {
    closeAfterNextAnswer() {
      draining = true
    },
    closeWhenIdle() {
      closing = true
      for (const socket of requests.keys()) settle(socket)
    },
  }
}

function drain(server: NodeServer, connections: Connections, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(() => server.closeAllConnections(), milliseconds)
    server.close(() => {
      clearTimeout(impatient)
      resolve()
    })
    connections.closeWhenIdle()
  })
}
