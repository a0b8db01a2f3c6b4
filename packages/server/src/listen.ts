import type { Server as NodeServer, ServerResponse } from 'node:http'
import { type AddressInfo, isIPv6, type Socket } from 'node:net'
import { serve } from '@hono/node-server'
import type { Connection } from './http/app.js'

export type Handler = (request: Request, connection: Connection) => Promise<Response>

export type Listener = {
  /** `http://127.0.0.1:9229` */
  url: string
  /** Stops accepting, lets running requests end (ten seconds at most), and closes. */
  close(): Promise<void>
}

const DRAIN_MILLISECONDS = 10_000

/** Listens on TCP. Port 0 takes a free one. Rejects when it cannot. */
export function listen(options: { host: string; port: number; handler: Handler }): Promise<Listener> {
  const { host, port, handler } = options
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        hostname: host,
        port,
        fetch: (request, { incoming }: { incoming: { socket: { remoteAddress?: string | undefined } } }) =>
          handler(request, { address: incoming.socket.remoteAddress }),
      },
      (info) => resolve({ url: urlOf(host, info), close: () => drain(server as NodeServer, connections) }),
    )
    const connections = watch(server as NodeServer)
    server.once('error', (error) => reject(readable(error, host, port)))
  })
}

const urlOf = (host: string, { port }: AddressInfo) => `http://${isIPv6(host) ? `[${host}]` : host}:${port}`

function readable(error: Error, host: string, port: number): Error {
  if ('code' in error && error.code === 'EADDRINUSE') {
    return new Error(
      `Port ${port} of ${host} is in use. Stop what listens there, or choose another with --port.`,
    )
  }
  return error
}

type Connections = {
  /** Closes each connection as soon as no request is in progress on it. */
  closeWhenIdle(): void
}

/**
 * Counts the requests of each connection. Node's closeIdleConnections passes over connections that never sent a
 * request, as browsers open in advance, and those whose request ends after it was called.
 */
function watch(server: NodeServer): Connections {
  const requests = new Map<Socket, number>()
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
    count(socket, 1)
    response.once('close', () => {
      count(socket, -1)
      settle(socket)
    })
  })
  return {
    closeWhenIdle() {
      closing = true
      for (const socket of requests.keys()) settle(socket)
    },
  }
}

function drain(server: NodeServer, connections: Connections): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(() => server.closeAllConnections(), DRAIN_MILLISECONDS)
    server.close(() => {
      clearTimeout(impatient)
      resolve()
    })
    connections.closeWhenIdle()
  })
}
